#include "upkeep/check/external.h"

#include <gtest/gtest.h>

#include <atomic>

#include "tests/support/checked_repository.h"
#include "tests/support/fake_server.h"
#include "upkeep/check/check.h"
#include "upkeep/check/web_addresses.h"

namespace fingerpost {
namespace {

constexpr std::int64_t kNow = 1'700'000'000;
constexpr std::int64_t kHours = 3600;

std::string reply_of(std::string_view head) {
  return "HTTP/1.1 " + std::string(head) + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
}

// A web of one server that behaves by path, and counts.
class Web {
 public:
  Web()
      : server_([this](const FakeServer::Connection& connection) {
          const int now = ++open_;
          int most = most_;
          while (most < now && !most_.compare_exchange_weak(most, now)) {
          }
          const std::string request = connection.request();
          const bool head = request.starts_with("HEAD");
          ++(head ? heads_ : gets_);
          const auto says = [&](const char* path) { return request.find(path) != std::string::npos; };
          --open_;  // before the answer, behind which the next question may come
          connection.send(reply_of(says(" /gone")      ? "404 Not Found"
                                   : says(" /left")    ? "410 Gone"
                                   : says(" /no-head") ? (head ? "405 Method Not Allowed" : "200 OK")
                                   : says(" /liar")    ? (head ? "404 Not Found" : "200 OK")
                                   : says(" /private") ? "403 Forbidden"
                                   : says(" /busy")    ? "429 Too Many Requests"
                                   : says(" /moved")   ? "301 Moved\r\nLocation: /here"
                                   : says(" /lost")    ? "302 Found\r\nLocation: /gone"
                                   : says(" /loop")    ? "302 Found\r\nLocation: /loop"
                                   : says(" /inside")  ? "302 Found\r\nLocation: http://127.0.0.2:1/"
                                                       : "200 OK"));
        }) {}

  std::string url(std::string_view path) const { return server_.url(path); }
  int heads() const { return heads_; }
  int gets() const { return gets_; }
  int connections() const { return server_.connections(); }
  int most_at_once() const { return most_; }

  ExternalOptions options() const {
    ExternalOptions out;
    out.allowed.allow("127.0.0.1:" + std::to_string(server_.port()));
    out.pause = Deadline::Milliseconds(0);
    return out;
  }

 private:
  std::atomic<int> open_ = 0;
  std::atomic<int> most_ = 0;
  std::atomic<int> heads_ = 0;
  std::atomic<int> gets_ = 0;
  FakeServer server_;  // last: its threads use what is above
};

class External : public ::testing::Test, public TemporaryRepository {
 protected:
  std::map<std::string, LinkAnswer> ask(const std::vector<std::string>& urls, ExternalOptions options,
                                        std::int64_t now = kNow) {
    ExternalLinks links(kept, std::move(options), now);
    auto out = links.ask(urls);
    summary = links.summary();
    return out;
  }
  LinkState state_of(std::string_view path) { return ask({web.url(path)}, web.options())[web.url(path)].state; }

  Web web;
  LinkAnswers kept{map_file() + ".journal"};
  std::string summary;
};

TEST_F(External, TellsAPageThatIsGoneFromAllElse) {
  EXPECT_EQ(state_of("/here"), LinkState::answers);
  EXPECT_EQ(state_of("/gone"), LinkState::gone);
  EXPECT_EQ(state_of("/left"), LinkState::gone);
  EXPECT_EQ(state_of("/private"), LinkState::unclear);
  EXPECT_EQ(state_of("/busy"), LinkState::unclear);
  EXPECT_EQ(state_of("/moved"), LinkState::answers);
  EXPECT_EQ(state_of("/lost"), LinkState::gone) << "a redirect to a page that is not there";
}

TEST_F(External, AsksAgainWithGetWhereHeadIsRefusedOrLiedTo) {
  EXPECT_EQ(state_of("/no-head"), LinkState::answers);
  EXPECT_EQ(state_of("/liar"), LinkState::answers);
  EXPECT_EQ(web.heads(), 2);
  EXPECT_EQ(web.gets(), 2);
}

TEST_F(External, EndsRedirectsThatDoNotEndAndFollowsNoneInside) {
  EXPECT_EQ(state_of("/loop"), LinkState::unclear);
  EXPECT_EQ(web.connections(), 6);
  EXPECT_EQ(state_of("/inside"), LinkState::unclear);
  EXPECT_EQ(web.connections(), 7);
}

TEST_F(External, GoesToNoMachineOfItsOwnUnlessTheUserAllowsIt) {
  ExternalOptions options = web.options();
  options.allowed = {};
  EXPECT_EQ(ask({web.url("/gone")}, options)[web.url("/gone")].state, LinkState::unclear);
  EXPECT_EQ(web.connections(), 0);
}

TEST_F(External, AsksAHostForOneThingAtATime) {
  std::vector<std::string> urls;
  for (int i = 0; i < 20; ++i) urls.push_back(web.url("/" + std::to_string(i)));
  EXPECT_EQ(ask(urls, web.options()).size(), 20u);
  EXPECT_EQ(web.connections(), 20);
  EXPECT_EQ(web.most_at_once(), 1);
}

TEST_F(External, LeavesAHostAloneThatHasNoTime) {
  const auto answers = ask({web.url("/busy"), web.url("/a"), web.url("/b")}, web.options());
  EXPECT_EQ(answers.at(web.url("/b")).state, LinkState::unclear);
  EXPECT_EQ(web.connections(), 1);
  EXPECT_EQ(summary, "3 links asked, 0 known from before, 3 without a clear answer");
}

TEST_F(External, LeavesWhatIsTooMuchForTheNextRun) {
  ExternalOptions options = web.options();
  options.most = 2;
  const std::vector<std::string> urls = {web.url("/a"), web.url("/b"), web.url("/c")};
  EXPECT_EQ(ask(urls, options).size(), 2u);
  EXPECT_EQ(summary, "2 links asked, 0 known from before, 1 left for the next run");
  EXPECT_EQ(ask(urls, options).size(), 3u);
  EXPECT_EQ(summary, "1 links asked, 2 known from before");
}

TEST_F(External, KeepsAnAnswerForAWeekAndARefusalForADay) {
  const std::vector<std::string> urls = {web.url("/here"), web.url("/gone")};
  ask(urls, web.options());
  EXPECT_EQ(web.connections(), 3);
  EXPECT_EQ(ask(urls, web.options(), kNow + 23 * kHours).at(web.url("/gone")).state, LinkState::gone);
  EXPECT_EQ(web.connections(), 3) << "all is known";
  ask(urls, web.options(), kNow + 25 * kHours);
  EXPECT_EQ(web.connections(), 5) << "the one that was gone is asked again";
  ask(urls, web.options(), kNow + 8 * 24 * kHours);
  EXPECT_EQ(web.connections(), 8) << "both are asked again";
}

TEST_F(External, DoesNotTakeAMachineWithoutAWayOutForAWebWithoutHosts) {
  std::atomic<bool> online = false;
  ExternalOptions options;
  options.pause = Deadline::Milliseconds(0);
  options.ask_one = [&](std::string_view url, bool, const TargetRules&, const Deadline&) {
    LinkReply reply;
    reply.unknown_name = !online || url.find("old") != std::string_view::npos;
    reply.resolved = !reply.unknown_name;
    reply.status = reply.resolved ? 200 : 0;
    return reply;
  };
  const std::string old = "https://old.shop.dev/";
  const std::string other = "https://shop.dev/";
  EXPECT_EQ(ask({old, other}, options).at(old).state, LinkState::unclear);
  online = true;
  EXPECT_EQ(ask({old, other}, options).at(old).state, LinkState::unknown_name) << "silence is not kept";
  // Later all but the dead one is known from before.
  EXPECT_EQ(ask({old, other}, options, kNow + 25 * kHours).at(old).state, LinkState::unknown_name);
  online = false;
  EXPECT_EQ(ask({old, other}, options, kNow + 50 * kHours).at(old).state, LinkState::unclear);
}

TEST_F(External, StopsWhereNoHostIsKnownAtAll) {
  ExternalOptions options;
  options.at_once = 1;
  options.ask_one = [](std::string_view, bool, const TargetRules&, const Deadline&) { return LinkReply{}; };
  std::vector<std::string> urls;
  for (int i = 0; i < 50; ++i) urls.push_back("https://host" + std::to_string(i) + ".dev/");
  EXPECT_EQ(ask(urls, options).size(), 10u);
  EXPECT_EQ(summary, "10 links asked, 0 known from before, 10 without a clear answer, 40 left for the next run");
}

TEST_F(External, SaysWhatItCannotKeep) {
  LinkAnswers nowhere("/dev/null/journal");
  ExternalLinks links(nowhere, web.options(), kNow);
  EXPECT_EQ(links.ask({web.url("/gone")}).at(web.url("/gone")).state, LinkState::gone);
  EXPECT_NE(links.summary().find("cannot be kept: "), std::string::npos) << links.summary();
}

std::vector<std::string> addresses_in(std::string text) {
  const CheckedDocument document("a.md", std::move(text));
  std::vector<std::string> out;
  for (const WebAddress& one : web_addresses_of(document))
    out.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.url);
  return out;
}

TEST(WebAddresses, AreThoseThatReadersAreGiven) {
  EXPECT_EQ(
      addresses_in("# A\n\nSee [b](https://b.dev/x?y=1#part), (https://c.dev/a_(b)), <https://d.dev>. ![e]"
                   "(https://e.dev/e.svg)\n<a href=\"https://f.dev/?a=1&amp;b=2\">f</a>\n\n[g]: https://g.dev/g\n"),
      (std::vector<std::string>{"3:9 https://b.dev/x?y=1", "3:81 https://e.dev/e.svg", "3:37 https://c.dev/a_(b)",
                                "3:60 https://d.dev", "4:10 https://f.dev/?a=1&b=2", "6:6 https://g.dev/g"}));
}

TEST(WebAddresses, AreNotThoseInCodeNorThoseThatStandForOthers) {
  EXPECT_EQ(addresses_in("# A\n\n`https://a.dev` https://example.org/x http://localhost:3000 https://shop.test/\n"
                         "https://<host>/x http://db/ http://10.0.0.1/x https://your-shop.dev https://a.dev/{id} "
                         "https://api.a.dev/orders https://u:p@a.dev/ https://wiki.corp/ https://a.dev:8443/...\n\n"
                         "```sh\ncurl https://a.dev/b\n```\n<!-- https://a.dev/c -->\n"),
            std::vector<std::string>{});
}

TEST(DeadUrl, IsFoundAtEveryPlaceAndOnlyWhereTheWebMayBeAsked) {
  Checked repository;
  repository.write("README.md",
                   "# Shop\n\nSee [setup](https://docs.shop.dev/gone?session=abc#x) and https://docs.shop.dev/here.\n\n"
                   "The old wiki https://docs.shop.dev/gone?page=2 was removed.\n");
  repository.write("docs/ops.md", "# Ops\n\n- https://docs.shop.dev/gone?session=abc\n- [b](https://wiki.shop.dev/)\n");
  repository.write("CHANGELOG.md", "# Changes\n\n- [a](https://docs.shop.dev/gone)\n");
  Web web;
  LinkAnswers kept(repository.map_file() + ".journal");
  ExternalOptions options = web.options();
  // The names lead to the server of the test.
  options.ask_one = [&](std::string_view url, bool head, const TargetRules& allowed, const Deadline& deadline) {
    constexpr std::string_view kHost = "https://docs.shop.dev";
    if (!url.starts_with(kHost)) return LinkReply{0, "", true, false};
    return ask_link(web.url(url.substr(kHost.size())), head, allowed, deadline);
  };
  EXPECT_EQ(repository.findings(), "");
  EXPECT_EQ(web.connections(), 0);
  CheckOptions unasked;
  unasked.rules = {"dead-url"};
  const auto refused = check_documents(repository.root(), repository.map(), unasked);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the rule 'dead-url' asks the web");
  ExternalLinks external(kept, options, kNow);
  EXPECT_EQ(repository.findings(CheckLevel::warning, {}, &external),
            "README.md:3:13 dead-url: https://docs.shop.dev/gone answers 404: there is no such page\n"
            "docs/ops.md:3:3 dead-url: https://docs.shop.dev/gone answers 404: there is no such page\n"
            "docs/ops.md:4:7 dead-url: there is no host of the name in https://wiki.shop.dev/\n");
  EXPECT_EQ(web.connections(), 3) << "HEAD and GET of the one, HEAD of the other";
}

}  // namespace
}  // namespace fingerpost
