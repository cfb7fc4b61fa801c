#include "formats/caddy_json.hpp"

#include <boost/json.hpp>
#include <initializer_list>
#include <utility>

namespace pic::formats {

namespace {

constexpr std::uint16_t default_https_port = 443;

// The certificate's fingerprint is a tag of it: Caddy passes over a reload whose text has not
// changed, and would serve the old leaf on. It is not chosen by that: Caddy takes the old leaf away
// while handshakes of the old configuration are under way, which find the new one. At each start
// and reload Caddy warns that its admin endpoint checks no host names, which a Unix socket has none
// of: who may open it, its directory says. So of that endpoint errors alone are logged.
constexpr std::string_view settings = R"json({
  "admin": {
    "listen": @ADMIN@,
    "config": {"persist": false}
  },
  "storage": {"module": "file_system", "root": "/var/lib/pic-web"},
  "logging": {
    "logs": {
      "default": {"level": "WARN", "exclude": ["admin"]},
      "admin": {"level": "ERROR", "include": ["admin"]}
    }
  },
  "apps": {
    "tls": {
      "disable_storage_check": true,
      "disable_storage_clean": true,
      "certificates": {
        "load_files": [
          {"certificate": @LEAF@, "key": @KEY@, "tags": ["leaf", @TAG@]}
        ]
      }
    },
    "http": {
      "grace_period": "3s",
      "servers": {
)json";

constexpr std::string_view https = R"json(        "https": {
          "listen": ["patient/:8443", "patient/:443"],
          "protocols": ["h1", "h2"],
          "read_header_timeout": "10s",
          "idle_timeout": "2m",
          "max_header_bytes": 16384,
          "automatic_https": {"disable": true},
          "tls_connection_policies": [
            {
              "match": {"remote_ip": {"ranges": @CLIENTS@}},
              "certificate_selection": {"any_tag": ["leaf"]}
            }
          ],
          "routes": [
@GATE@
            {
              "handle": [
                {"handler": "fair_share"},
                {
                  "handler": "headers",
                  "response": {"deferred": true, "delete": ["Server", "Via"]}
                },
                {
                  "handler": "encode",
                  "encodings": {"gzip": {}},
                  "prefer": ["gzip"],
                  "match": {
                    "headers": {"Content-Type": ["text/html*", "text/css*", "text/javascript*", "application/json*", "application/problem+json*", "image/svg+xml*"]}
                  }
                },
                {
                  "handler": "reverse_proxy",
                  "upstreams": [{"dial": @API@}],
                  "flush_interval": -1,
                  "transport": {
                    "protocol": "http",
                    "dial_timeout": "3s",
                    "keep_alive": {"enabled": false}
                  }
                }
              ]
            }
          ],
)json";

// What picd says of its answers (http/writer.cpp) is passed on as it is; these two are our own.
constexpr std::string_view errors = R"json(          "errors": {
            "routes": [
              {
                "match": [{"path": ["/api/*"]}],
                "handle": [
                  {
                    "handler": "static_response",
                    "status_code": 503,
                    "headers": {"Content-Type": ["application/problem+json"], "Cache-Control": ["no-store"], "X-Content-Type-Options": ["nosniff"], "Retry-After": ["2"]},
                    "body": "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"code\":\"unavailable\",\"detail\":\"picd does not answer. What it set up works on. On the machine: systemctl status picd\"}"
                  }
                ],
                "terminal": true
              },
              {
                "handle": [
                  {
                    "handler": "static_response",
                    "status_code": 503,
                    "headers": {"Content-Type": ["text/plain; charset=utf-8"], "Cache-Control": ["no-store"], "X-Content-Type-Options": ["nosniff"], "Retry-After": ["2"]},
                    "body": "The cell's control program, picd, does not answer. What it set up (VPN, names, time) works on.\nOn the machine: systemctl status picd\n"
                  }
                ]
              }
            ]
          }
        },
)json";

constexpr std::string_view http = R"json(        "http": {
          "listen": ["patient/:80"],
          "protocols": ["h1"],
          "read_header_timeout": "10s",
          "idle_timeout": "30s",
          "max_header_bytes": 16384,
          "automatic_https": {"disable": true},
          "routes": [
@GATE@
            {
              "handle": [
                {
                  "handler": "static_response",
                  "status_code": 308,
                  "headers": {"Location": ["https://{http.request.host}@PORT@{http.request.uri}"]}
                }
              ]
            }
          ]
        }
      }
    }
  }
}
)json";

// Who is not to be answered gets no answer at all.
constexpr std::string_view gate = R"json(            {
              "match": [{"not": [{"remote_ip": {"ranges": @CLIENTS@}}]}],
              "handle": [{"handler": "static_response", "abort": true}],
              "terminal": true
            },)json";

void replace_all(std::string& text, std::string_view mark, std::string_view value) {
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

std::string quoted(std::string_view text) {
    return boost::json::serialize(text);
}

std::string clients(const CaddyConf& conf) {
    std::string list;
    for (const auto& range : conf.clients)
        list += (list.empty() ? "" : ", ") + quoted(range.text());
    return "[" + list + "]";
}

} // namespace

std::string caddy_json(const CaddyConf& conf) {
    std::string text;
    for (const auto part : {settings, https, errors, http})
        text += part;
    replace_all(text, "@GATE@", gate);
    for (const auto& [mark, value] : std::initializer_list<std::pair<const char*, std::string>>{
             {"@CLIENTS@", clients(conf)},
             {"@TAG@", quoted(conf.certificate)},
             {"@LEAF@", quoted(conf.web_dir + "/leaf.crt")},
             {"@KEY@", quoted(conf.web_dir + "/leaf.key")},
             {"@PORT@",
              conf.https_port == default_https_port ? "" : ":" + std::to_string(conf.https_port)},
             {"@API@", quoted("unix/" + conf.api_socket)},
             {"@ADMIN@", quoted("unix/" + conf.admin_socket)}})
        replace_all(text, mark, value);
    return text;
}

} // namespace pic::formats
