"""Many people at once, sent by a driver of its own that checks what it was promised."""

from __future__ import annotations

import json
import subprocess
import sys


def test_two_hundred_people_sixty_four_at_a_time(study, serve, peers):
    server = serve(study)
    # The driver gives its people 75 seconds; in two halves a busy machine has time for all of them.
    for half in 1, 2:
        result = subprocess.run(
            [
                sys.executable, "load.py", "--profile", "profiles.evoke:Evoke", "--seed", str(half),
                "--base", server.url, "--db", study.database, "--server-pid",
                str(server.process.pid), "--mode", "closed", "--concurrency", "64",
                "--max-participants", "100", "--duration", "45", "--drain", "30",
                "--quota-target", "8", "--verify", "--quota",
            ],
            cwd=peers / "load",
            env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=150,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        report = json.loads(result.stdout.splitlines()[-1])
        assert report["errors"] == {}
        assert report["completed"] == 100
        assert report["verify"]["scale_pages_checked"] == 200
        assert report["verify"]["scale_pages_missing"] == 0
        assert report["quota"]["over"] == 0
    assert study.rows("SELECT status, count(*) FROM participants GROUP BY 1") == [
        ("completed", 200)
    ]
    # Evenly over 180 cells: nobody is second before everybody has a first.
    assert study.rows(
        "SELECT n, count(*) FROM (SELECT count(*) AS n FROM participants "
        "GROUP BY emotion, factor, situation) GROUP BY 1 ORDER BY 1"
    ) == [(1, 160), (2, 20)]
