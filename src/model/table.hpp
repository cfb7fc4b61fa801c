// A collection of documents, ordered by id, in copy-on-write pages: a copy shares every page, and a
// change copies one. That is what lets readers keep a whole generation without a lock while the
// control loop makes the next one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pic::model {

template <class T>
struct Document {
    std::string id;
    std::uint64_t generation = 0; // of the commit that last wrote it; its ETag
    T value;
};

template <class T>
class Table {
  public:
    using Entry = std::shared_ptr<const Document<T>>;

    std::size_t size() const { return size_; }

    const Document<T>* find(std::string_view id) const {
        const auto page = page_of(id);
        if (page == pages_.end()) return nullptr;
        const auto entry = std::ranges::lower_bound(**page, id, {}, id_of);
        return entry != (*page)->end() && (*entry)->id == id ? entry->get() : nullptr;
    }

    void put(Document<T> document) {
        auto entry = std::make_shared<const Document<T>>(std::move(document));
        if (pages_.empty()) pages_.push_back(std::make_shared<const Page>());
        auto at = page_of(entry->id);
        if (at == pages_.end()) --at;
        Page page = **at;
        const auto place = std::ranges::lower_bound(page, entry->id, {}, id_of);
        if (place != page.end() && (*place)->id == entry->id) {
            *place = std::move(entry);
        } else {
            page.insert(place, std::move(entry));
            ++size_;
        }
        replace(at, std::move(page));
    }

    void erase(std::string_view id) {
        if (find(id) == nullptr) return;
        const auto at = page_of(id);
        Page page = **at;
        std::erase_if(page, [&](const Entry& entry) { return entry->id == id; });
        --size_;
        if (page.empty())
            pages_.erase(at);
        else
            *at = std::make_shared<const Page>(std::move(page));
    }

    // Calls visit(const Document<T>&) for each, in the order of ids.
    void each(auto visit) const {
        for (const auto& page : pages_)
            for (const auto& entry : *page)
                visit(*entry);
    }

    const Document<T>* find_if(auto matches) const {
        for (const auto& page : pages_)
            for (const auto& entry : *page)
                if (matches(*entry)) return entry.get();
        return nullptr;
    }

  private:
    using Page = std::vector<Entry>;
    using Pages = std::vector<std::shared_ptr<const Page>>;
    static constexpr std::size_t page_limit = 256;

    static const std::string& id_of(const Entry& entry) { return entry->id; }

    // The first page whose last id is not before `id`.
    static auto page_in(auto& pages, std::string_view id) {
        return std::ranges::lower_bound(pages, id, {}, [](const auto& page) {
            return page->empty() ? std::string_view() : std::string_view(page->back()->id);
        });
    }
    auto page_of(std::string_view id) { return page_in(pages_, id); }
    auto page_of(std::string_view id) const { return page_in(pages_, id); }

    void replace(typename Pages::iterator at, Page page) {
        if (page.size() > page_limit) {
            const auto middle = page.begin() + static_cast<std::ptrdiff_t>(page.size() / 2);
            auto upper = std::make_shared<const Page>(middle, page.end());
            page.erase(middle, page.end());
            *at = std::make_shared<const Page>(std::move(page));
            pages_.insert(at + 1, std::move(upper));
        } else {
            *at = std::make_shared<const Page>(std::move(page));
        }
    }

    Pages pages_;
    std::size_t size_ = 0;
};

} // namespace pic::model
