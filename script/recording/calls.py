"""The calls that are recorded: every command, every format, interviews, and mistakes."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

FORMATS = ("table", "json", "csv", "markdown", "latex", "html")
RUNS = (
    "gpt-4-PANAS.csv gpt-3.5-turbo-PANAS.csv davinci-003-PANAS.csv llama2-13b-PANAS.csv "
    "mixtral-8x22b-PANAS.csv"
)


@dataclass
class Call:
    """One command line, run in a folder with copies of the fixtures that it names."""

    name: str
    arguments: list[str]
    stdin: str = ""
    #: Whether a visitor walks through the form that the command serves.
    visited: bool = False


def _calls(text: str) -> list[Call]:
    """A call a line: its name, a colon, its arguments; {form} stands for each format."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, arguments = line.split(": ", 1)
        for form in FORMATS if "{form}" in arguments else ("",):
            found.append(
                Call(f"{name}-{form}".rstrip("-"), shlex.split(arguments.replace("{form}", form)))
            )
    return found


ANALYSES = f"""
baseline-crowd: baseline crowd.xlsx --format {{form}}
baseline-crowd-situations: baseline crowd.xlsx --situations
baseline-crowd-by-age: baseline crowd.xlsx --by age --format {{form}}
baseline-crowd-by-gender: baseline crowd.xlsx --by gender --robust --format csv
baseline-crowd-by-country: baseline crowd.xlsx --by country --format json
baseline-crowd-by-education: baseline crowd.xlsx --by education
baseline-crowd-by-employment: baseline crowd.xlsx --by employment --format markdown
baseline-crowd-more: baseline crowd.xlsx --mixed --bayes --robust --format {{form}}
baseline-crowd-adjust-holm: baseline crowd.xlsx --adjust holm --format {{form}}
baseline-crowd-adjust-bh: baseline crowd.xlsx --adjust bh --alpha 0.05
baseline-crowd-bootstrap: baseline crowd.xlsx --bootstrap 200 --seed 3 --format csv
baseline-crowd-bootstrap-table: baseline crowd.xlsx --bootstrap 100
baseline-crowd-exclude: baseline crowd.xlsx --exclude identical_answers --format {{form}}
baseline-crowd-exclude-items: baseline crowd.xlsx --exclude longstring_above:12,irv_below:0.2
baseline-crowd-output: baseline crowd.xlsx --format csv --output out.csv
baseline-crowd-norms: baseline crowd.xlsx --norms --format {{form}}
baseline-bundled: baseline emotionbench-2024 --format {{form}}
baseline-json: baseline crowd-baseline.json --situations
baseline-imported: baseline imported.sqlite --format json
baseline-people: baseline people --format {{form}}
baseline-people-file: baseline people.sqlite
baseline-people-by-gender: baseline people --by gender --format json
baseline-people-by-age: baseline people --by age
baseline-people-exclude: baseline people --exclude study --format {{form}}
baseline-people-mixed: baseline people --mixed --bayes --format json
baseline-simulated: baseline simulated --kind simulated --situations
baseline-template: baseline people-template --situations --format csv
baseline-skipped: baseline skipped --format json
judge-crowd: judge gpt-4-PANAS.csv --against crowd.xlsx --format {{form}}
judge-bundled: judge gpt-4-PANAS.csv --against emotionbench-2024
judge-all: judge {RUNS} --against crowd.xlsx --format {{form}}
judge-unit: judge gpt-4-PANAS.csv --against crowd.xlsx --unit situation --format {{form}}
judge-emotionbench: judge gpt-4-PANAS.csv --against crowd.xlsx --method emotionbench --format csv
judge-situations: judge llama2-13b-PANAS.csv --against crowd.xlsx --situations --alpha 0.05
judge-items: judge gpt-4-PANAS.csv --against crowd.xlsx --items --format {{form}}
judge-norms: judge gpt-4-PANAS.csv --against norms --format {{form}}
judge-model: judge model --against crowd.xlsx --format json
judge-people: judge model --against people-template
reproduce: reproduce crowd.xlsx --published emotionbench-2024 --format {{form}}
reproduce-run: reproduce crowd.xlsx --published emotionbench-2024 --run gpt-4=gpt-4-PANAS.csv --run davinci-003=davinci-003-PANAS.csv --run mixtral-8x22b=mixtral-8x22b-PANAS.csv
reproduce-run-json: reproduce emotionbench-2024 --published tables.json --run gpt-4=gpt-4-PANAS.csv --format json
reproduce-table-8: reproduce crowd.xlsx --published emotionbench-2024 --table 8 --table 2
reliability-crowd: reliability crowd.xlsx --format {{form}}
reliability-crowd-items: reliability crowd.xlsx --items --exclude identical_answers
reliability-run: reliability gpt-4-PANAS.csv --format {{form}}
reliability-people: reliability people --items --format {{form}}
reliability-skipped: reliability skipped
reliability-simulated: reliability simulated-template --kind simulated --exclude study
careless-crowd: careless crowd.xlsx --format {{form}}
careless-rules: careless crowd.xlsx --rules longstring_above:9,irv_below:0.3
careless-run: careless gpt-4-PANAS.csv
careless-people: careless people --format {{form}}
careless-people-rules: careless people --rules study,even_odd_below:0 --format csv
careless-simulated: careless simulated-template --kind simulated
power-plan: power --d 0.5 --format {{form}}
power-n: power --n 34 --power 0.9
power-two-sample: power --test two-sample --d 0.3 --n 60 --alpha 0.01
power-equivalence: power --test equivalence --bound 0.4 --power 0.9
power-one-sided: power --d -0.2 --one-sided --format json
power-of: power --of crowd.xlsx --format {{form}}
power-of-people: power --of people --situations
risk-crowd: risk crowd.xlsx --format {{form}}
risk-crowd-columns: risk crowd.xlsx --quasi gender,country --sensitive emotion --population 5000
risk-people: risk people --format {{form}}
risk-table: risk table.csv --quasi region,sex --format {{form}}
risk-table-sensitive: risk table.csv --quasi region,sex --sensitive income,score:10/20/30 --condition age --answers item_* --population 100 200
"""

STUDIES = """
version: --version

new: new fresh
check-template: check template
check-own: check own
check-german: check german
check-people: check people
status-people: status people
status-simulated: status simulated --kind simulated
status-template: status people-template
status-empty: status own
status-closed: status closed
close: close people
close-reopen: close closed --reopen
import: import crowd.xlsx --into template
import-database: import crowd.xlsx --into new.sqlite
import-again: import crowd.xlsx --into imported.sqlite
simulate: simulate own --participants 12 --seed 3 --concurrency 1
simulate-quiet: simulate template --participants 3 --concurrency 1 --quiet
export-crowd: export crowd.xlsx out --seed 1
export-crowd-bids: export crowd.xlsx out --seed 1 --layout bids --quiet
export-crowd-rules: export crowd.xlsx out --seed 1 --k 3 --l 2 --suppress rows --max-suppression 20% --max-loss 0.9 --ledger ledger.json
export-crowd-epsilon: export crowd.xlsx out --seed 1 --epsilon 1
export-people: export people out --seed 1 --max-suppression 100% --max-loss 1
export-people-time: export people out --seed 1 --max-suppression 100% --max-loss 1 --time month
export-people-file: export people.sqlite out --seed 1 --max-suppression 100% --max-loss 1
export-simulated: export simulated out --seed 1 --kind simulated --k 2 --max-suppression 100% --max-loss 1
export-refused: export people out --seed 1 --k 50 --max-suppression 1%
"""

MISTAKES = """
unknown-command: frobnicate
unknown-option: baseline crowd.xlsx --frobnicate
no-source: baseline
too-many: check own small
bad-port: serve own --port 70000
bad-kind: status own --kind robot
bad-format: baseline crowd.xlsx --format pdf
bad-alpha: baseline crowd.xlsx --alpha 2
bad-bootstrap: baseline crowd.xlsx --bootstrap 1
bad-adjust: baseline crowd.xlsx --adjust bonferoni
bad-by: baseline crowd.xlsx --by shoes
by-unasked: baseline people --by education
bad-rule: baseline crowd.xlsx --exclude identical_answer
bad-rule-number: baseline crowd.xlsx --exclude longstring_above:none
rule-without-number: baseline crowd.xlsx --exclude irv_below
study-rules-of-a-workbook: baseline crowd.xlsx --exclude study
kind-of-a-workbook: baseline crowd.xlsx --kind simulated
nowhere: baseline nowhere
near-the-bundled: baseline emotionbench-2023
no-responses: baseline own
not-a-workbook: baseline words.txt
baseline-of-a-run: baseline gpt-4-PANAS.csv
baseline-of-a-baseline: baseline crowd-baseline.json --by age
baseline-csv-as-source: baseline crowd-baseline.csv
broken-baseline: baseline broken.json
nobody-of-kind: baseline people --kind model
output-into-nowhere: baseline crowd.xlsx --output no/such/file.csv
output-is-a-folder: baseline crowd.xlsx own --output own
output-a-folder: power --d 0.5 --output own
judge-nothing: judge gpt-4-PANAS.csv
judge-twice: judge gpt-4-PANAS.csv gpt-4-PANAS.csv --against crowd.xlsx
judge-a-baseline: judge emotionbench-2024 --against crowd.xlsx
judge-no-model: judge people --against crowd.xlsx
judge-other-scales: judge model --against people
judge-another-scale: judge gpt-3.5-turbo-AGQ.csv --against crowd.xlsx
judge-broken: judge broken.csv --against crowd.xlsx
judge-unit-and-situations: judge gpt-4-PANAS.csv --against crowd.xlsx --unit situation --situations
reproduce-nowhere: reproduce crowd.xlsx --published nowhere.json
reproduce-broken: reproduce crowd.xlsx --published broken.json
reproduce-unknown-run: reproduce crowd.xlsx --published emotionbench-2024 --run gpt-9=gpt-4-PANAS.csv
reproduce-run-without-file: reproduce crowd.xlsx --published emotionbench-2024 --run gpt-4
reproduce-unknown-table: reproduce crowd.xlsx --published emotionbench-2024 --table 99
reliability-of-a-baseline: reliability emotionbench-2024
careless-rules-of-a-run: careless gpt-4-PANAS.csv --rules irv_below:0.3
careless-unknown-rule: careless people --rules longstring:3
power-everything: power --d 0.5 --n 30 --power 0.8
power-nothing: power
power-bad-d: power --d zero
power-of-a-run: power --of gpt-4-PANAS.csv
risk-without-columns: risk table.csv
risk-unknown-column: risk table.csv --quasi regoin
risk-bad-bands: risk table.csv --quasi region --sensitive score:20/10
risk-small-population: risk table.csv --quasi region --population 3
risk-conditions-of-a-study: risk people --condition emotion
export-there-already: export crowd.xlsx own
export-unknown-recipe: export crowd.xlsx out --recipe nowhere.json
export-identifying-once: export people out --release-identifying started_at
export-bad-share: export crowd.xlsx out --max-suppression 120%
import-nowhere: import nowhere.xlsx --into own
import-a-database: import people.sqlite --into own
import-into-nowhere: import crowd.xlsx --into nowhere
import-a-run: import gpt-4-PANAS.csv --into own
new-there-already: new own
close-nothing: close nowhere
check-nothing: check nowhere
check-unknown-key: check unknown-key
check-no-instrument: check no-instrument
check-bad-yaml: check bad-yaml
check-bad-values: check bad-values
check-bad-rule: check bad-rule
check-bad-check: check bad-check
check-bad-instrument: check bad-instrument
check-no-situations: check no-situations
check-no-key: check no-key
serve-broken: serve bad-yaml --port 0
ask-unknown-language: ask small --language fr
ask-wrong-code: ask small --resume 0000-0000-0000
simulate-nobody: simulate own --participants 0
simulate-never-served: simulate own --participants 1 --url http://127.0.0.1:9
withdraw-unknown: withdraw people 0000-0000-0000
withdraw-nothing: withdraw people
withdraw-two-ways: withdraw people 0000-0000-0000 --panel-id x
"""

# What is typed at the small study's pages: consent and questions, then the scales on both occasions;
# an item is skipped on the way.
ASK = ["1", "1", "1", "", "1", "1980", "de", "2", ""]
DEFAULT = [*"41--223", "", *"0121", ""]
EVOKED = ["", "4", "", *"32323", "", *"1111", ""]


def _interviews() -> list[Call]:
    def ask(name: str, lines: list[str], *arguments: str) -> Call:
        return Call(name, ["ask", "small", *arguments], "".join(f"{line}\n" for line in lines))

    return [
        ask("ask-whole", [*ASK, *DEFAULT, *EVOKED, "", ""], "--plain"),
        ask("ask-preview", [*ASK, *DEFAULT, *EVOKED, "", ""], "--preview"),
        ask("ask-declined", ["1", "2"]),
        ask("ask-left", [*ASK, *DEFAULT, "q", "2", ""]),
        ask("ask-ended", [*ASK, "4"]),
        ask("ask-wrong-key", [*ASK, "9"]),
        Call("serve", ["serve", "small", "--port", "0"], visited=True),
        Call("serve-template", ["serve", "short-template", "--port", "0"], visited=True),
        Call("serve-preview", ["serve", "german", "--port", "0", "--preview"], visited=True),
    ]


def all_calls(binary: Path) -> list[Call]:
    """All calls, and the help of every command that the binary has."""
    listed = subprocess.run([binary, "--help"], capture_output=True, text=True).stdout
    commands = re.findall(r"^  ([a-z]+) ", listed.split("SUBCOMMANDS:")[1], re.M)
    helps = [Call("help", ["--help"]), Call("no-arguments", [])]
    helps += [Call(f"help-{command}", ["help", command]) for command in commands if command != "help"]
    helps.append(Call("help-dump", ["--experimental-dump-help"]))
    mistakes = _calls(MISTAKES)
    for call in mistakes:
        call.name = f"mistake-{call.name}"
    return helps + _calls(ANALYSES) + _calls(STUDIES) + _interviews() + mistakes
