#include "app/load.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "control/documents.hpp"

namespace pic::app {

Result<Secret> load_key() {
    const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr)
        return fail(Code::internal, "systemd handed over no credentials", {},
                    "start picd by its unit: systemctl start picd");
    std::ifstream file(std::string(directory) + "/pic.key", std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.empty())
        return fail(Code::internal, "the credential pic.key is missing", {},
                    "systemctl status pic-key.service says why");
    Secret key(bytes);
    explicit_bzero(bytes.data(), bytes.size()); // no compiler drops it (explicit_bzero(3))
    return key;
}

Result<control::State> load_state(store::Store& store) {
    control::State state;
    PIC_LET(documents, store.scan());
    for (const auto& document : documents)
        PIC_TRY(control::load_document(state.view, document.collection, document.id,
                                       document.generation, document.json));
    PIC_LET(secrets, store.secrets());
    for (auto& secret : secrets)
        state.secrets.put({secret.name, store.generation(), std::move(secret.value)});
    state.view.generation = store.generation();
    // Entries of a clock that lagged stand above those of one that was right.
    PIC_LET(newest, store.audit().list({.limit = 1000}));
    for (const auto& row : newest.rows)
        state.view.latest = std::max(state.view.latest, row.entry.time);
    return state;
}

} // namespace pic::app
