#include "dbus/introspection.hpp"

#include <map>

#include "dbus/names.hpp"

namespace pic::dbus {

namespace {

constexpr const char* head =
    R"(<!DOCTYPE node PUBLIC "-//freedesktop//DTD D-BUS Object Introspection 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/introspect.dtd">
<node>
 <interface name="org.freedesktop.DBus.Introspectable">
  <method name="Introspect"><arg name="data" type="s" direction="out"/></method>
 </interface>
 <interface name="ngo.pic.Cell1">
  <signal name="Changed">
   <arg name="noun" type="s"/><arg name="id" type="s"/><arg name="generation" type="t"/>
  </signal>
 </interface>
)";

} // namespace

std::string introspection(std::span<const control::Operation> operations) {
    std::map<std::string, std::string> interfaces;
    for (const auto& operation : operations) {
        if (operation.own_session) continue;
        interfaces[interface_name(operation.noun())] +=
            "  <method name=\"" + member_name(operation.verb()) +
            "\"><arg name=\"input\" type=\"a{sv}\" direction=\"in\"/>"
            "<arg name=\"output\" type=\"a{sv}\" direction=\"out\"/></method>\n";
    }
    std::string text = head;
    for (const auto& [name, methods] : interfaces)
        text += " <interface name=\"" + name + "\">\n" + methods + " </interface>\n";
    return text + "</node>\n";
}

} // namespace pic::dbus
