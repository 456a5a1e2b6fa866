#!/usr/bin/python3
"""A window with a page of WebKit in it and nothing else, for WebKitWebDriver.

WebKitGTK's MiniBrowser has a bar that keeps it at 447 pixels and more; a telephone has 320. The
interpreter is the system's, to which Debian's python3-gi belongs.
"""

from __future__ import annotations

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402


def main() -> None:
    context = WebKit2.WebContext.new_ephemeral()
    context.set_automation_allowed(True)
    context.connect("automation-started", begin)
    Gtk.main()


def begin(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
    information = WebKit2.ApplicationInfo()
    # Selenium asks for the browser of this name.
    information.set_name("MiniBrowser")
    version = (WebKit2.get_major_version(), WebKit2.get_minor_version())
    information.set_version(*version, WebKit2.get_micro_version())
    session.set_application_info(information)
    session.connect("create-web-view", lambda _: open_window(context))


def open_window(context: WebKit2.WebContext) -> WebKit2.WebView:
    view = WebKit2.WebView(
        web_context=context,
        is_controlled_by_automation=True,
        user_content_manager=WebKit2.UserContentManager(),
    )
    # The colours that people ask for are the toolkit's; a test asks by a message.
    content = view.get_user_content_manager()
    content.connect("script-message-received::colours", ask_for_colours)
    content.register_script_message_handler("colours")
    window = Gtk.Window(default_width=390, default_height=844)
    window.add(view)
    window.show_all()
    view.connect("close", lambda _: Gtk.main_quit())
    window.connect("destroy", lambda _: Gtk.main_quit())
    return view


def ask_for_colours(_: WebKit2.UserContentManager, message: WebKit2.JavascriptResult) -> None:
    settings = Gtk.Settings.get_default()
    scheme = message.get_js_value().to_string()
    settings.set_property("gtk-application-prefer-dark-theme", scheme == "dark")


if __name__ == "__main__":
    main()
