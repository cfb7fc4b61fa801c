// Who has which name, key and address, through any changes: always what a new look would find.
#include <gtest/gtest.h>

#include <random>

#include "control/collection.hpp"
#include "control/index.hpp"

namespace pic::control {

namespace {

net::WgKey key_of(std::uint32_t number) {
    net::WgKey::Bytes bytes{};
    bytes[0] = static_cast<std::uint8_t>(number);
    bytes[1] = static_cast<std::uint8_t>(number >> 8);
    bytes[31] = 1;
    return net::WgKey(bytes);
}

struct Kept {
    model::View view;
    Index index = Index::of(view);

    template <class T>
    void put(const std::string& id, T value) {
        index.forget(view, Collection<T>::name, id);
        Collection<T>::put(view, {id, 1, std::move(value)});
        index.learn(view, Collection<T>::name, id);
    }
    template <class T>
    void erase(const std::string& id) {
        index.forget(view, Collection<T>::name, id);
        Collection<T>::erase(view, id);
    }
    void put_peer(const std::string& id, const std::string& name, std::uint32_t offset) {
        model::Peer peer;
        peer.name = name;
        peer.offset = offset;
        peer.public_key = key_of(offset);
        put(id, peer);
    }
};

} // namespace

TEST(Index, FindsHoldersByNameAndKey) {
    Kept kept;
    kept.put_peer("a", "phone", 2);
    EXPECT_EQ(kept.index.peer_named("phone"), "a");
    EXPECT_EQ(kept.index.peer_with_key(key_of(2)), "a");
    kept.put_peer("a", "telephone", 3);
    EXPECT_EQ(kept.index.peer_named("phone"), "");
    EXPECT_EQ(kept.index.peer_with_key(key_of(2)), "");
    EXPECT_EQ(kept.index.peer_named("telephone"), "a");
}

TEST(Index, GivesTheLowestOffsetThatIsNeitherTakenNorResting) {
    Kept kept;
    EXPECT_EQ(kept.index.free_offset(4), 2U);
    kept.put_peer("a", "a", 2);
    kept.put("r", model::RestingAddress{3, {}});
    EXPECT_EQ(kept.index.free_offset(4), 4U);
    kept.put_peer("b", "b", 4);
    EXPECT_EQ(kept.index.free_offset(4), std::nullopt);
    EXPECT_EQ(kept.index.free_offset(5), 5U);
    kept.erase<model::RestingAddress>("r");
    EXPECT_EQ(kept.index.free_offset(5), 3U);
}

TEST(Index, KeptInStepIsWhatANewLookFinds) {
    std::mt19937 random(1);
    Kept kept;
    for (int round = 0; round < 3000; ++round) {
        const auto id = std::to_string(random() % 40);
        const auto offset = static_cast<std::uint32_t>(2 + random() % 60);
        const auto has_it = [&](const auto& peer) { return peer.value.offset == offset; };
        if (random() % 3 == 0)
            kept.erase<model::Peer>(id);
        else if (kept.view.peers.find_if(has_it) == nullptr)
            kept.put_peer(id, "peer-" + std::to_string(offset), offset);
        const auto fresh = Index::of(kept.view);
        ASSERT_EQ(kept.index.free_offset(70), fresh.free_offset(70));
        ASSERT_EQ(kept.index.peer_with_key(key_of(offset)), fresh.peer_with_key(key_of(offset)));
        ASSERT_EQ(kept.index.peer_named("peer-" + std::to_string(offset)),
                  fresh.peer_named("peer-" + std::to_string(offset)));
    }
}

} // namespace pic::control
