// The documents of the store by collection and id, for code that handles any of them.
#pragma once

#include "control/change.hpp"

namespace pic::control {

// Puts a stored document where it belongs; an unknown collection or a malformed document is an
// error that names both.
Status load_document(model::View& view, const std::string& collection, const std::string& id,
                     std::uint64_t generation, const std::string& json);

// The content of a document; null when there is none.
json::value document_json(const model::View& view, std::string_view collection,
                          const std::string& id);

// Adds the setting with this content to `change`.
Status put_setting(Change& change, const std::string& id, const json::value& content);

} // namespace pic::control
