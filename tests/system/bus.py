"""A caller on the VM's system bus that asks and listens as any program may: `busctl monitor` hears
what the bus's policy keeps from others, and a process for each question takes its time here."""

import json

PROGRAM = """
import ctypes, json, sys, xml.etree.ElementTree as xml
sd = ctypes.CDLL("libsystemd.so.0")
sd.sd_bus_message_get_member.restype = ctypes.c_char_p
bus = ctypes.c_void_p()
assert sd.sd_bus_open_system(ctypes.byref(bus)) >= 0

class Error(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("text", ctypes.c_char_p), ("", ctypes.c_int)]

def ask(interface, member):
    error, reply, text = Error(), ctypes.c_void_p(), ctypes.c_char_p()
    if sd.sd_bus_call_method(bus, b"ngo.pic.Cell1", b"/ngo/pic/Cell1", interface.encode(), member.encode(),
                             ctypes.byref(error), ctypes.byref(reply), None) < 0:
        return f"{error.name.decode()}: {error.text.decode()}"
    sd.sd_bus_message_read(reply, b"s", ctypes.byref(text))
    return (text.value or b"").decode()

def ask_everything():
    described = xml.fromstring(ask("org.freedesktop.DBus.Introspectable", "Introspect"))
    print(json.dumps({f"{interface.get('name')}.{method.get('name')}":
                      ask(interface.get("name"), method.get("name"))
                      for interface in described.findall("interface")
                      for method in interface.findall("method")
                      if interface.get("name").startswith("ngo.pic.")}))

def listen(*rules):
    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
    def heard(message, *_):
        words = [sd.sd_bus_message_get_member(ctypes.c_void_p(message)).decode()]
        text = ctypes.c_char_p()
        while sd.sd_bus_message_read(ctypes.c_void_p(message), b"s", ctypes.byref(text)) > 0:
            words.append(text.value.decode())
        print(*words, flush=True)
        return 0
    for rule in rules:
        assert sd.sd_bus_add_match(bus, None, rule.encode(), heard, None) >= 0
    print("listening", flush=True)
    while True:
        if sd.sd_bus_process(bus, None) == 0:
            sd.sd_bus_wait(bus, ctypes.c_uint64(-1))

globals()[sys.argv[1]](*sys.argv[2:])
"""


def spelled(operation):
    """An operation's name as its method's: setup_code of cell is ngo.pic.Cell1.Cell.SetupCode."""
    noun, verb = ("".join(word.capitalize() for word in part.split("_")) for part in operation.split("."))
    return f"ngo.pic.Cell1.{noun}.{verb}"


def _as(user, *words):
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--inh-caps=-all",
            "python3", "-c", PROGRAM, *words]


def ask_everything(machine, user):
    """What picd answers this user to each method that it says it has, called without input."""
    return json.loads(machine.run(_as(user, "ask_everything"), timeout=120).out)


class Listener:
    """Hears signals by match rules; a member and the strings before its other values to a line."""

    def __init__(self, machine, user, *rules):
        self._machine, self._log = machine, f"/run/heard-{user}"
        self._job = machine.begin(["sh", "-c", 'log=$0; exec "$@" >$log', self._log,
                                   *_as(user, "listen", *rules)])
        self.hears("listening")

    def hears(self, text):
        self._machine.until(f"grep -q '^{text}' {self._log}")

    def stop(self):
        self._job.stop()
        return self._machine.run(f"cat {self._log}").out.splitlines()
