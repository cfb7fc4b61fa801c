#include "http/page.hpp"

#include <gtest/gtest.h>

namespace pic::http {

namespace {

model::View cell_called(const std::string& name) {
    model::View view;
    view.cell.value.name = name;
    return view;
}

bool has(const std::string& page, std::string_view text) {
    return page.find(text) != std::string::npos;
}

} // namespace

TEST(Page, TellsHowTheCellIs) {
    const auto page = status_page(cell_called("home"), "good");
    EXPECT_TRUE(has(page, "<title>home</title>"));
    EXPECT_TRUE(has(page, "All is well"));
    EXPECT_TRUE(has(page, "home.cell"));
    EXPECT_TRUE(has(page, "href=\"/api/ca/root.crt\""));
    EXPECT_TRUE(has(page, "href=\"/api/ca/root.mobileconfig\""));
    EXPECT_TRUE(has(status_page(cell_called("home"), "down"), "The VPN is down"));
    EXPECT_TRUE(has(status_page(cell_called("home"), "degraded"), "Something needs a look"));
    EXPECT_TRUE(has(status_page(cell_called("home"), "starting"), "Not all of it runs yet"));
}

TEST(Page, BeforeSetUpItTellsWhatToDo) {
    const auto page = status_page({}, "not_set_up");
    EXPECT_TRUE(has(page, "sudo picctl setup<"));
    EXPECT_TRUE(has(page, "sudo picctl setup-code<"));
    EXPECT_FALSE(has(page, "/api/ca/"));
}

TEST(Page, FillsEveryPlaceAndNeedsNoScript) {
    for (const auto& page :
         {status_page(cell_called("home"), "good"), status_page({}, "not_set_up"),
          status_page(cell_called("home"), "<odd>"), missing_page(cell_called("home"))}) {
        for (const auto* place : {"{style}", "{content}", "{tone}", "{headline}", "{explanation}",
                                  "{name}", "{title}", "{zone}", "<script", "<odd>"})
            EXPECT_FALSE(has(page, place)) << place;
        EXPECT_TRUE(page.starts_with("<!doctype html>"));
    }
}

TEST(Page, EscapesWhatItShows) {
    const auto page = status_page(cell_called("<b>\"&'{title}"), "good");
    EXPECT_FALSE(has(page, "<b>"));
    EXPECT_TRUE(has(page, "&lt;b&gt;&quot;&amp;&#39;"));
    EXPECT_EQ(escaped("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
}

} // namespace pic::http
