#include "control/settings.hpp"

#include "codec/yaml.hpp"
#include "control/settings_fields.hpp"

namespace pic::control {

Result<Settings> Settings::load(const std::string& path) {
    auto file = codec::read_yaml(path);
    if (!file) return fail(std::move(file).error().within("cannot use " + path));
    auto settings = codec::from_json<Settings>(*file);
    if (!settings) {
        auto error = std::move(settings).error();
        return fail(Error{error.code, path + ": " + error.field + ": " + error.detail, error.field,
                          error.remedy.empty() ? "see picd.yaml(5)" : error.remedy, error.causes});
    }
    return settings;
}

} // namespace pic::control
