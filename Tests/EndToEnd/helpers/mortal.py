"""A server that does not live long."""

from __future__ import annotations

from helpers.study import Server, Study


class MortalServer:
    """Stands for a server that is killed and started again on the same port."""

    def __init__(self, study: Study):
        self.study = study
        self.running = Server(study)
        self.deaths = 0

    @property
    def url(self) -> str:
        return self.running.url

    def die(self) -> None:
        self.running.kill()
        self.deaths += 1
        self.running = Server(self.study, port=self.running.port)
