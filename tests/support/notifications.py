#!/usr/bin/python3
"""A desktop's notification service for tests: owns org.freedesktop.Notifications on the session bus and records every call.

    notifications.py RECORD.jsonl

It prints "ready" once the name is owned, then appends one JSON object to RECORD.jsonl for each call:

    {"call": "Notify", "id": 1, "app": …, "replaces": 0, "icon": …, "summary": …, "body": …,
     "actions": {"key": "label"}, "hints": {…}, "timeout_ms": …}
    {"call": "CloseNotification", "id": 1}

A picture sent as raw pixels is recorded by its shape only: {"width", "height", "has_alpha", "channels", "bytes"}.
One JSON object a line on standard input makes it do what an owner would do:

    {"invoke": 1, "action": "key"}     clicks an action
    {"dismiss": 1}                     closes a notification

It ends when standard input ends, so it never outlives the test that started it.
"""

import json
import os
import sys

import dbus
import dbus.mainloop.glib
import dbus.service
from dbusmock.mockobject import DBusMockObject

# Nothing is left beside the sources.
sys.dont_write_bytecode = True
from lines import obey_lines

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
CAPABILITIES = ["actions", "body", "body-markup", "icon-static", "image/png", "persistence", "sound"]
PIXELS = ("image-data", "image_data", "icon_data")
DISMISSED_BY_THE_OWNER, CLOSED_BY_A_CALL = 2, 3


def plain(value):
    """A D-Bus value as JSON has it."""
    if isinstance(value, dbus.Boolean):
        return bool(value)
    if isinstance(value, (dbus.Byte, int)):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value]


def shape(pixels):
    width, height, _stride, has_alpha, _bits, channels, data = pixels
    return {
        "width": int(width),
        "height": int(height),
        "has_alpha": bool(has_alpha),
        "channels": int(channels),
        "bytes": len(data),
    }


class Recorder:
    """Writes each call down before it is answered, so a caller that got its answer finds it in the record."""

    def __init__(self, path):
        self.record = open(path, "a", encoding="utf-8")
        self.last_id = 0

    def write(self, entry):
        self.record.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self.record.flush()

    def notify(self, app, replaces, icon, summary, body, actions, hints, timeout_ms):
        if replaces:
            number = int(replaces)
        else:
            self.last_id += 1
            number = self.last_id
        flat = [str(action) for action in actions]
        self.write(
            {
                "call": "Notify",
                "id": number,
                "app": str(app),
                "replaces": int(replaces),
                "icon": str(icon),
                "summary": str(summary),
                "body": str(body),
                "actions": dict(zip(flat[::2], flat[1::2])),
                "hints": {str(key): shape(value) if key in PIXELS else plain(value) for key, value in hints.items()},
                "timeout_ms": int(timeout_ms),
            }
        )
        return number

    def closed(self, number):
        self.write({"call": "CloseNotification", "id": int(number)})


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: notifications.py RECORD.jsonl")
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    name = dbus.service.BusName(NAME, bus, do_not_queue=True)
    # It would write each call with all pixels to standard output, where nobody reads on after "ready".
    service = DBusMockObject(name, PATH, NAME, {}, os.devnull)
    service.recorder = Recorder(sys.argv[1])
    service.AddMethods(
        NAME,
        [
            ("GetCapabilities", "", "as", f"ret = {CAPABILITIES!r}"),
            ("GetServerInformation", "", "ssss", 'ret = ("recorder", "Porchlight tests", "1", "1.2")'),
            ("Notify", "susssasa{sv}i", "u", "ret = self.recorder.notify(*args)"),
            (
                "CloseNotification",
                "u",
                "",
                "self.recorder.closed(args[0])\n"
                f'self.EmitSignal("{NAME}", "NotificationClosed", "uu", [args[0], {CLOSED_BY_A_CALL}])',
            ),
        ],
    )

    def obey(line):
        wish = json.loads(line)
        if "invoke" in wish:
            service.EmitSignal(NAME, "ActionInvoked", "us", [dbus.UInt32(wish["invoke"]), wish["action"]])
        elif "dismiss" in wish:
            service.EmitSignal(
                NAME, "NotificationClosed", "uu", [dbus.UInt32(wish["dismiss"]), dbus.UInt32(DISMISSED_BY_THE_OWNER)]
            )

    obey_lines(obey)


if __name__ == "__main__":
    main()
