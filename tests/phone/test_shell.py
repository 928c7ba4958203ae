"""The shell, the worker and the manifest, without a browser."""

import json
import re

import pytest
from django.test import Client

from pwa.shell import PLACES, STATIC, read_shell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", ["", *PLACES, "alerts/0199", "join/ABCD", "verify-email/MQ:x-y"])
def test_every_screen_can_be_opened_by_its_address(client: Client, place: str) -> None:
    answer = client.get(f"/{place}")

    assert answer.status_code == 200
    assert b"/static/pwa/app.js" in answer.content


def test_an_unknown_address_is_not_found(client: Client) -> None:
    assert client.get("/nowhere").status_code == 404


def test_the_shell_holds_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/today").content.decode()

    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S)
    assert scripts
    assert all("src=" in attributes and not body.strip() for attributes, body in scripts)
    assert "<style" not in page
    assert not re.search(r"\s(style|on\w+)=", page)


def test_the_worker_keeps_every_file_of_the_shell(client: Client) -> None:
    answer = client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    kept = json.loads(re.search(r"const PRECACHE = (\[.*?\]);", answer.content.decode())[1])
    assert "/" in kept
    for url in kept[2:]:
        assert (STATIC / url.removeprefix("/static/")).is_file(), url


def test_the_worker_never_keeps_an_answer_of_the_api(client: Client) -> None:
    assert not any(url.startswith("/api") for url in read_shell().urls)


def test_every_module_that_is_imported_is_kept() -> None:
    kept = {STATIC / url.removeprefix("/static/") for url in read_shell().urls[2:]}
    wanted = re.compile(r"""(?:from|import\()\s*["'](\.[^"']+)["']""")

    for module in [path for path in kept if path.suffix == ".js"]:
        for target in wanted.findall(module.read_text()):
            assert (module.parent / target).resolve() in kept, f"{module.name} imports {target}"


def test_a_changed_file_makes_a_new_version(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "pwa").mkdir()
    file = tmp_path / "pwa" / "app.js"
    monkeypatch.setattr("pwa.shell.STATIC", tmp_path)
    file.write_text("1")
    before = read_shell().version

    file.write_text("2")

    assert read_shell().version != before


def test_the_manifest_makes_the_page_installable(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest = answer.json()

    assert manifest["start_url"] == "/today"
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        assert (STATIC / icon["src"].removeprefix("/static/")).is_file()
