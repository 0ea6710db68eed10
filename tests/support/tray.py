#!/usr/bin/python3
"""A panel with a tray, for tests: owns org.kde.StatusNotifierWatcher on the session bus.

It prints "ready" once the name is owned. Each line on standard input is the label of a menu entry, which is then clicked in the
menu of every program that put an icon into the tray, as an owner would; the answer is how many there were. It ends when standard
input ends.
"""

import sys

import dbus
import dbus.mainloop.glib
import dbus.service

# Nothing is left beside the sources.
sys.dont_write_bytecode = True
from lines import obey_lines

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
USUAL_ITEM_PATH = "/StatusNotifierItem"


class Watcher(dbus.service.Object):
    """Whoever has an icon says so; that a host shows them all is promised."""

    def __init__(self, bus):
        self.items = []
        super().__init__(dbus.service.BusName(NAME, bus, do_not_queue=True), PATH)

    @dbus.service.method(NAME, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        # A program gives its name on the bus, or the path of its icon.
        self.items.append((sender, service if service.startswith("/") else USUAL_ITEM_PATH))

    @dbus.service.method(NAME, in_signature="s")
    def RegisterStatusNotifierHost(self, _service):
        pass

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        items = dbus.Array([owner + path for owner, path in self.items], signature="s")
        return {
            "RegisteredStatusNotifierItems": items,
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
        }


def click(bus, owner, path, label):
    item = dbus.Interface(bus.get_object(owner, path), dbus.PROPERTIES_IFACE)
    menu = dbus.Interface(bus.get_object(owner, item.Get(ITEM, "Menu")), MENU)
    _revision, (_root, _properties, entries) = menu.GetLayout(0, -1, dbus.Array(["label"], signature="s"))
    # An underscore marks the letter of a shortcut.
    found = [entry[0] for entry in entries if str(entry[1].get("label", "")).replace("_", "") == label]
    for number in found:
        menu.Event(number, "clicked", dbus.Int32(0), dbus.UInt32(0))
    return len(found)


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    watcher = Watcher(bus)

    def obey(line):
        clicked = 0
        for owner, path in watcher.items:
            try:
                clicked += click(bus, owner, path, line)
            except dbus.DBusException as error:
                # One that ended left its icon here.
                print(f"{owner}{path}: {error}", file=sys.stderr)
        print(clicked, flush=True)

    obey_lines(obey)


if __name__ == "__main__":
    main()
