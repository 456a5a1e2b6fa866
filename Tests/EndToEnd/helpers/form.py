"""Evoke's pages as a browser without scripts reads them, and a visitor who fills them in."""

from __future__ import annotations

import hashlib
import http.client
import random
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

COOKIE = "evoke_session"
CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


@dataclass
class Question:
    """One field of a form: the values it offers and the one that is filled in."""

    kind: str
    values: list[str] = field(default_factory=list)
    value: str | None = None
    low: int | None = None
    high: int | None = None

    def any_answer(self, rng: random.Random) -> str:
        if self.kind == "text":
            return "words"
        if self.kind == "number":
            return str(rng.randint(self.low, self.high))
        return rng.choice([value for value in self.values if value])


class Page(HTMLParser):
    """A page: its name, its text and the form that has the most fields."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.html = html
        self.name: str | None = None
        self.title = ""
        self.text = ""
        self.links: list[str] = []
        self.action: str | None = None
        self.hidden: dict[str, str] = {}
        self.questions: dict[str, Question] = {}
        self.problems: list[str] = []
        self._select: Question | None = None
        self._text: Question | None = None
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        name = values.get("name", "")
        self._open.append(tag)
        if tag == "body":
            self.name = values.get("data-page")
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif tag == "form":
            self.action = values["action"]
        elif tag == "input" and values.get("type") == "hidden":
            self.hidden[name] = values.get("value", "")
        elif tag == "input" and values.get("type") == "radio":
            question = self.questions.setdefault(name, Question("radio"))
            question.values.append(values["value"])
            if "checked" in values:
                question.value = values["value"]
        elif tag == "input" and values.get("type") == "number":
            self.questions[name] = Question(
                "number",
                value=values.get("value") or None,
                low=int(values["min"]),
                high=int(values["max"]),
            )
        elif tag == "textarea":
            self._text = self.questions.setdefault(name, Question("text", value=""))
        elif tag == "select":
            self._select = self.questions.setdefault(name, Question("select"))
        elif tag == "option" and self._select is not None:
            self._select.values.append(values.get("value", ""))
            if "selected" in values:
                self._select.value = values["value"]
        if "problem" in values.get("class", "").split():
            self.problems.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            # A line break right behind the tag is not part of the text.
            self._text.value = self._text.value.removeprefix("\n") or None
            self._text = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data
        elif "title" in self._open:
            self.title += data
        elif "body" in self._open:
            self.text += data

    @property
    def filled(self) -> dict[str, str]:
        """The answers that the page shows as given."""
        return {
            name: question.value
            for name, question in self.questions.items()
            if question.value is not None
        }

    def answers(self, rng: random.Random) -> dict[str, str]:
        """An answer to every question; consent is given."""
        answers = {name: question.any_answer(rng) for name, question in self.questions.items()}
        if "consent" in answers:
            answers["consent"] = "yes"
        return answers


def code_on(page: Page) -> str:
    """The one code that the page shows."""
    (code,) = CODE.findall(page.text)
    return code


@dataclass
class Answer:
    """What the server sent back."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes

    @property
    def location(self) -> str | None:
        return self.headers.get("location")

    @property
    def page(self) -> Page:
        return Page(self.body.decode("utf-8"))

    @property
    def is_back(self) -> bool:
        """Whether the form that was sent is to be shown again."""
        return self.status == 303 and "_again=" in self.location


class Visitor:
    """A browser without scripts: keeps its cookie, follows redirects, answers forms."""

    def __init__(self, server, seed: int = 1, **headers: str):
        self.server = server
        self.rng = random.Random(seed)
        self.cookie: str | None = None
        self.headers = headers
        self.sent: dict[str, dict[str, str]] = {}

    # Requests

    def request(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> Answer:
        address = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=20)
        try:
            sent = {**self.headers, **headers}
            if self.cookie:
                sent.setdefault("Cookie", f"{COOKIE}={self.cookie}")
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            answer = Answer(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.headers.get_all("Set-Cookie") or [],
                response.read(),
            )
        finally:
            connection.close()
        for cookie in answer.cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if name == COOKIE:
                self.cookie = value
        return answer

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def post(self, path: str, fields: dict[str, str] | list[tuple[str, str]]) -> Answer:
        return self.request(
            "POST",
            path,
            urlencode(fields).encode(),
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )

    def follow(self, answer: Answer) -> Answer:
        for _ in range(5):
            if answer.status != 303:
                return answer
            answer = self.get(answer.location)
        raise AssertionError(f"redirected in circles, last to {answer.location}")

    def back(self, answer: Answer) -> Page:
        """The page that was sent and comes back, at an address of its own."""
        assert answer.is_back, (answer.status, answer.location)
        again = self.get(answer.location)
        assert again.status == 200
        return again.page

    # The interview

    def arrive(self) -> Page:
        answer = self.follow(self.get("/"))
        assert answer.status == 200, answer.body
        return answer.page

    def submit(self, page: Page, **answers: str) -> Answer:
        """Sends the page filled in at random, but for the answers given; returns the reply."""
        fields = {**page.answers(self.rng), **answers}
        answer = self.post(page.action, {**page.hidden, **fields})
        if answer.status == 303 and not answer.is_back:
            self.sent[page.name] = fields
        return answer

    def next(self, page: Page, **answers: str) -> Page:
        """Sends the page and follows to the next one."""
        answer = self.submit(page, **answers)
        assert answer.status == 303, (page.name, answer.status, answer.page.text)
        assert not answer.is_back, (page.name, self.back(answer).text)
        return self.follow(answer).page

    def go_to(self, name: str) -> Page:
        """Answers every page up to the one of this name, and returns that."""
        page = self.arrive()
        for _ in range(60):
            if page.name == name:
                return page
            page = self.next(page)
        raise AssertionError(f"no page {name}, the last was {page.name}")

    def finish(self) -> Page:
        return self.go_to("debrief")

    @property
    def token_hash(self) -> str:
        return hashlib.sha256(self.cookie.encode()).hexdigest()
