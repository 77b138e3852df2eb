#include "probes/preflight.h"

#include <gtest/gtest.h>

#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace fingerpost {
namespace {

Outcome outcome_of(const char* probe, std::initializer_list<Check> checks) {
  Outcome out;
  out.probe = probe;
  out.target = "localhost:1";
  out.checks = checks;
  out.conclude();
  return out;
}

Check check(const char* name, Status status) {
  Check out;
  out.name = name;
  out.status = status;
  return out;
}

TEST(Preflight, RunsTheListOfTheRepositoryAndNamesWhatIsNoProbe) {
  const Surrounded repository({{".fingerpost.toml", R"([probes]
preflight = ["ports", "tcp API_URL", "tcp nowhere:1", "prots"]
)"},
                               {".env", "PORT=4000\nAPI_URL=http://localhost:4000\n"}});
  const Preflight preflight = plan_preflight(repository.around());
  EXPECT_EQ(shown(preflight.planned),
            (std::vector<std::string>{"this machine (.env:1 claims port 4000)", "http://localhost:4000 (asked for)"}));
  ASSERT_EQ(preflight.problems.size(), 2u);
  EXPECT_EQ(preflight.problems[0],
            ".fingerpost.toml:2: nowhere:1 is neither named by the repository nor on this machine (allow it with "
            "--allow-target nowhere:1)");
  EXPECT_EQ(preflight.problems[1].substr(0, 52), ".fingerpost.toml:2: there is no probe 'prots'; there");
}

TEST(Preflight, WithoutAListLooksAtThisMachineOnly) {
  const Surrounded repository({{".env", "PORT=4000\nAPI_URL=http://localhost:4000\n"}});
  for (const Planned& planned : plan_preflight(repository.around()).planned)
    EXPECT_LT(planned.probe->order, kServers) << planned.probe->name;
}

TEST(Preflight, PutsWhatOthersDependOnFirst) {
  const std::vector<Outcome> outcomes = {
      outcome_of("health", {check("connect", Status::pass), check("ready", Status::fail)}),
      outcome_of("http", {check("status", Status::warn)}),
      outcome_of("ports",
                 {check("port 1", Status::pass), check("port 2", Status::fail), check("port 3", Status::skip)})};
  std::vector<std::string> order;
  for (const ToMend& one : order_of_mending(outcomes))
    order.push_back(outcomes[one.outcome].probe + " " + outcomes[one.outcome].checks[one.check].name);
  EXPECT_EQ(order, (std::vector<std::string>{"ports port 2", "health ready", "http status"}));
  const Verdict verdict = verdict_on(outcomes);
  EXPECT_EQ(verdict.status, Status::fail);
  EXPECT_EQ(verdict.summary, "0 of 3 pass, 1 warns, 2 fail; mend first: ports localhost:1");
}

TEST(Preflight, CountsOnceWhatSeveralProbesSawAlike) {
  const auto closed = [](const char* seen) {
    Check out = check("connect", Status::fail);
    out.seen = seen;
    return out;
  };
  const std::vector<Outcome> outcomes = {outcome_of("tcp", {closed("nothing listens on 127.0.0.1:5433")}),
                                         outcome_of("tcp", {closed("nothing listens on 127.0.0.1:6379")}),
                                         outcome_of("http", {closed("nothing listens on 127.0.0.1:5433")})};
  const auto order = order_of_mending(outcomes);
  ASSERT_EQ(order.size(), 2u);
  EXPECT_EQ(order[0].also, std::vector<std::size_t>{2});
  EXPECT_EQ(order[1].outcome, 1u);
  EXPECT_TRUE(order[1].also.empty());
}

}  // namespace
}  // namespace fingerpost
