#!/usr/bin/python3
"""A real RTSP server on loopback, for tests: GStreamer's, as many cameras use it.

usage: rtsp_server.py [--user NAME --password WORD] [--h265] [--port PORT]

Serves a moving test picture, 320 x 240 at 15 frames a second, at rtsp://127.0.0.1:PORT/live. Prints `PORT n` on a line of
its own once it listens, so that a test need not guess a free port. Ends when its standard input is closed, so that it
never outlives the test that started it.

Needs the Debian packages gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-{base,good,bad,ugly} and python3-gi.
"""
import argparse
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

arguments = argparse.ArgumentParser()
arguments.add_argument("--user")
arguments.add_argument("--password")
arguments.add_argument("--h265", action="store_true")
arguments.add_argument("--port", default="0")
chosen = arguments.parse_args()

Gst.init(None)
loop = GLib.MainLoop()
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(chosen.port)

factory = GstRtspServer.RTSPMediaFactory()
encoder = (
    "x265enc speed-preset=ultrafast tune=zerolatency key-int-max=15 ! rtph265pay name=pay0 pt=96"
    if chosen.h265
    else "x264enc speed-preset=ultrafast tune=zerolatency key-int-max=15 ! rtph264pay name=pay0 pt=96"
)
source = "videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=240,framerate=15/1 ! videoconvert"
factory.set_launch(f"( {source} ! {encoder} )")
factory.set_shared(True)

if chosen.user:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(chosen.user, chosen.password), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)

server.get_mount_points().add_factory("/live", factory)
if server.attach(None) == 0:
    sys.exit("the port is taken")
print(f"PORT {server.get_bound_port()}", flush=True)


def wait_for_end():
    sys.stdin.read()
    loop.quit()


threading.Thread(target=wait_for_end, daemon=True).start()
loop.run()
