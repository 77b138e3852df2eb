#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/fake_server.h"
#include "tests/support/free_port.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"
#include "tests/support/tls_server.h"

namespace fingerpost {
namespace {

using namespace std::chrono_literals;

TEST(HttpProbe, SaysStatusAndLatencyOfAServerThatIsWell) {
  const FakeServer server(http_server([](const std::string&) { return http_reply(200, "text/plain", "hello"); }));
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around());
  EXPECT_EQ(outcome.status, Status::pass) << to_pretty(json_of(outcome));
  EXPECT_EQ(outcome.summary.substr(0, 12), "HTTP 200 in ");
  EXPECT_EQ(words_of(outcome, "status"), "pass: HTTP 200");
  EXPECT_EQ(check_of(outcome, "latency_ms").expected, "latency_ms < 500");
}

TEST(HttpProbe, TellsApartWhatAServerMayAnswer) {
  int status = 0;
  const FakeServer server(http_server([&](const std::string&) { return http_reply(status, "text/plain", ""); }));
  const Surrounded repository({});
  const auto words = [&](int wanted) {
    status = wanted;
    return words_of(probed("http", server.url(), repository.around()), "status");
  };
  EXPECT_EQ(words(401), "pass: HTTP 401: it is up, and protected");
  EXPECT_EQ(words(404), "warn: HTTP 404: it is up, and has nothing at this path");
  EXPECT_EQ(words(500), "fail: HTTP 500: the server failed");
  EXPECT_EQ(words(502), "fail: HTTP 502: the proxy is up, what is behind it does not answer");
  EXPECT_EQ(words(503), "fail: HTTP 503: it is up and says that it cannot serve");
}

TEST(HttpProbe, HoldsTheAnswerToWhatTheRepositoryExpects) {
  const FakeServer server(http_server([](const std::string&) {
    return http_reply(503, "application/json", R"({"status":"starting","db":{"pool":[{"used":7}]}})");
  }));
  const Surrounded repository({{".fingerpost.toml", R"([probes.http]
expect = ["status == 503", "body.status == ready", "body.db.pool[0].used < 5", "body.nowhere == 1"]
warn = ["header.content-type contains json"]
)"}});
  const Outcome outcome = probed("http", server.url(), repository.around());
  EXPECT_EQ(words_of(outcome, "status"), "pass: 503");
  EXPECT_EQ(words_of(outcome, "body.status"), "fail: starting");
  EXPECT_EQ(check_of(outcome, "body.status").expected, "body.status == ready");
  EXPECT_EQ(check_of(outcome, "body.status").source.text(), ".fingerpost.toml:2");
  EXPECT_EQ(words_of(outcome, "body.db.pool[0].used"), "fail: 7");
  EXPECT_EQ(words_of(outcome, "body.nowhere"), "fail: the body has no such value");
  EXPECT_EQ(words_of(outcome, "header.content-type"), "pass: application/json");
}

TEST(HttpProbe, FollowsARedirectToAnAllowedTargetAndShowsIt) {
  const FakeServer server(http_server([](const std::string& path) {
    return path == "/" ? http_reply(302, "text/plain", "", "Location: /login\r\n")
                       : http_reply(200, "text/html", "<html><title>Log in</title></html>");
  }));
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around());
  EXPECT_EQ(words_of(outcome, "redirect"), fmt::format("pass: HTTP 302 to {}", server.url("/login")));
  EXPECT_EQ(words_of(outcome, "status"), "pass: HTTP 200");
  EXPECT_EQ(outcome.notes.at(0), "it serves a page titled 'Log in'");
}

TEST(HttpProbe, NeverFollowsARedirectToTheMetadataServiceOrAStranger) {
  std::string location;
  const FakeServer server(http_server(
      [&](const std::string&) { return http_reply(301, "text/plain", "", "Location: " + location + "\r\n"); }));
  const Surrounded repository({});
  const auto redirect = [&](const std::string& to) {
    location = to;
    return words_of(probed("http", server.url(), repository.around()), "redirect");
  };
  EXPECT_EQ(redirect("http://169.254.169.254/latest/meta-data/"),
            "warn: HTTP 301 to http://169.254.169.254/latest/meta-data/, which is not followed: 169.254.169.254 is a "
            "link-local address, where clouds keep their metadata, which is never probed");
  EXPECT_EQ(
      redirect("http://evil.example.org/"),
      "warn: HTTP 301 to http://evil.example.org/, which is not followed: evil.example.org:80 is neither named by "
      "the repository nor on this machine");
  EXPECT_EQ(redirect("file:///etc/passwd"),
            "warn: HTTP 301 to file:///etc/passwd, which is no HTTP and is not followed");
}

TEST(HttpProbe, EndsARedirectThatGoesInACircle) {
  const FakeServer server(
      http_server([](const std::string&) { return http_reply(302, "text/plain", "", "Location: /\r\n"); }));
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around());
  EXPECT_EQ(outcome.status, Status::fail);
  EXPECT_EQ(outcome.checks.back().seen, "more than 5 redirects: a circle");
}

TEST(HttpProbe, NamesARefusedConnectionAndWhoPublishesThePort) {
  ::setenv("DOCKER_HOST", "tcp://127.0.0.1:1", 1);  // of which nothing is asked
  const int port = free_port();
  const Surrounded repository(
      {{"compose.yml", fmt::format("services:\n  web:\n    build: .\n    ports: ['{}:8000']\n", port)}});
  const Outcome outcome = probed("http", fmt::format("http://127.0.0.1:{}", port), repository.around());
  EXPECT_EQ(outcome.summary, fmt::format("connect: nothing listens on 127.0.0.1:{}", port));
  EXPECT_EQ(check_of(outcome, "connect").advice,
            "service web publishes it (compose.yml:4): start it with docker compose up -d web");
  EXPECT_EQ(outcome.codes, std::vector<std::string>{"ECONNREFUSED"});
}

TEST(HttpProbe, PlansTheServersThatAreTheRepositorysOwn) {
  const Surrounded repository(
      {{".env",
        "API_BASE_URL=http://localhost:4000/api\nPORT=4000\nSTRIPE_URL=https://api.stripe.com\n"
        "SLACK_WEBHOOK_URL=https://hooks.slack.com/services/T0/B0/x\nADMIN_URL=https://admin.example.com\n"},
       {"compose.yml",
        "services:\n  web:\n    build: .\n    ports: ['8080:80']\n"
        "  db:\n    image: postgres:16\n    ports: ['5433:5432']\n"
        "  proxy:\n    image: nginx:1.25\n    ports: ['8443:443']\n"}});
  EXPECT_EQ(shown(probe_named("http")->plan(repository.around())),
            (std::vector<std::string>{
                "http://localhost:4000/api (API_BASE_URL in .env:1 is a URL of it)",
                "https://admin.example.com (ADMIN_URL in .env:5 is a URL of it)",
                "https://localhost:8443/ (service proxy in compose.yml:10 publishes 443 as 8443)",
                "http://localhost:8080/ (service web in compose.yml:4 publishes 80 as 8080)",
            }));
}

// --- what hurts ---

TEST(HttpProbe, EndsWithinItsDeadlineWhenAServerTakesTheConnectionAndNeverSpeaks) {
  const FakeServer server([](const FakeServer::Connection& connection) { connection.stay_silent(); });
  const Stopwatch watch;
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around(), Deadline(300ms));
  EXPECT_LT(watch.milliseconds(), 5000);
  EXPECT_EQ(words_of(outcome, "answer"), "fail: it took the connection and did not answer in time");
  EXPECT_EQ(outcome.codes, std::vector<std::string>{"ETIMEDOUT"});
}

TEST(HttpProbe, EndsWithinItsDeadlineWhenBytesComeOneByOneForEver) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (connection.send("x")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  const Stopwatch watch;
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around(), Deadline(300ms));
  EXPECT_LT(watch.milliseconds(), 5000);
  EXPECT_EQ(words_of(outcome, "answer"), "fail: the answer began and did not end in time");
}

TEST(HttpProbe, ReadsNoMoreOfAnEndlessBodyThanItsBound) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(1u << 16, 'x');
    while (connection.send(block)) continue;
  });
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around());
  EXPECT_EQ(words_of(outcome, "status"), "pass: HTTP 200");
  EXPECT_EQ(std::get<double>(outcome.measured("body_bytes")->value), 65536);
}

TEST(HttpProbe, ReadsNoMoreOfEndlessHeadersThanItsBound) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("HTTP/1.1 200 OK\r\n");
    while (connection.send("X-Filler: 0123456789012345678901234567890123456789\r\n")) continue;
  });
  EXPECT_EQ(words_of(probed("http", server.url(), Surrounded({}).around()), "answer"),
            "fail: more headers than any server sends");
}

TEST(HttpProbe, NamesAServerThatBreaksOff) {
  const FakeServer liar([](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort");
  });
  EXPECT_EQ(words_of(probed("http", liar.url(), Surrounded({}).around()), "body"),
            "fail: the connection ended after 5 bytes, before the length that was promised");
  const FakeServer mute([](const FakeServer::Connection& connection) { connection.request(); });
  const Outcome outcome = probed("http", mute.url(), Surrounded({}).around());
  EXPECT_EQ(words_of(outcome, "answer"), "fail: Empty reply from server");
  EXPECT_EQ(outcome.codes, std::vector<std::string>{"ECONNRESET"});
}

TEST(HttpProbe, SaysThatGarbageIsNoHttp) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.request();
    connection.send("SSH-2.0-OpenSSH_9.2\r\n\x1b]0;owned\x07");
  });
  const Outcome outcome = probed("http", server.url(), Surrounded({}).around());
  EXPECT_EQ(check_of(outcome, "answer").status, Status::fail);
  EXPECT_EQ(check_of(outcome, "answer").advice,
            fmt::format("what listens on port {} is no HTTP server", server.port()));
  EXPECT_EQ(to_line(json_of(outcome)).find('\x1b'), std::string::npos);
}

TEST(HttpProbe, SaysThatAPortSpeaksNoTls) {
  const FakeServer server([](const FakeServer::Connection& connection) {
    connection.send(http_reply(400, "text/plain", "this is no HTTP"));
  });
  const Outcome outcome = probed("http", fmt::format("https://127.0.0.1:{}/", server.port()), Surrounded({}).around());
  EXPECT_EQ(check_of(outcome, "tls").advice,
            fmt::format("port {} speaks no TLS: write http:// instead of https://, or use the port that does",
                        server.port()));
}

TEST(HttpProbe, SaysThatACertificateHasExpiredAndStillWhatAnswers) {
  const TemporaryRepository folder;
  const TlsServer server(folder.tree(), "localhost", -1);
  ASSERT_NE(server.port(), 0);
  const Outcome outcome = probed("http", fmt::format("https://localhost:{}/", server.port()), Surrounded({}).around());
  EXPECT_EQ(check_of(outcome, "tls").status, Status::fail);
  EXPECT_TRUE(check_of(outcome, "tls").seen.find("certificate for localhost, expired ") != std::string::npos)
      << check_of(outcome, "tls").seen;
  EXPECT_EQ(words_of(outcome, "status"), "pass: HTTP 200");
  EXPECT_EQ(words_of(outcome, "tls_cert_days").rfind("fail: -", 0), 0u) << words_of(outcome, "tls_cert_days");
}

TEST(HttpProbe, TrustsTheAuthorityThatTheRepositoryNamesAndHoldsTheNameToIt) {
  const Surrounded repository({{".fingerpost.toml", "[probes.http]\nca = \"certs/certificate.pem\"\n"}});
  const TemporaryRepository folder;
  const TlsServer server(folder.tree(), "localhost", 30);
  repository.repository().write("certs/certificate.pem", server.certificate_text());
  const Surroundings around = repository.around();
  const Outcome good = probed("http", fmt::format("https://localhost:{}/", server.port()), around);
  EXPECT_EQ(good.status, Status::pass) << to_pretty(json_of(good));
  EXPECT_EQ(words_of(good, "tls").rfind("pass: TLSv1.3, certificate for localhost, ", 0), 0u) << words_of(good, "tls");
  const Outcome other = probed("http", fmt::format("https://127.0.0.1:{}/", server.port()), around);
  EXPECT_EQ(check_of(other, "tls").status, Status::fail);
  EXPECT_EQ(other.codes.at(0), "ERR_TLS_CERT_ALTNAME_INVALID");
  const Outcome stranger = probed("http", fmt::format("https://localhost:{}/", server.port()), Surrounded({}).around());
  EXPECT_EQ(stranger.codes.at(0), "DEPTH_ZERO_SELF_SIGNED_CERT");
}

TEST(HttpProbe, WarnsOfACertificateThatEndsSoon) {
  const Surrounded repository({{".fingerpost.toml", "[probes.http]\nca = \"ca.pem\"\n"}});
  const TemporaryRepository folder;
  const TlsServer server(folder.tree(), "localhost", 5);
  repository.repository().write("ca.pem", server.certificate_text());
  const Outcome outcome = probed("http", fmt::format("https://localhost:{}/", server.port()), repository.around());
  EXPECT_EQ(check_of(outcome, "tls_cert_days").status, Status::warn);
}

TEST(HttpProbe, LeaksNoPasswordOfAUrlWhateverHappens) {
  const FakeServer server(http_server([](const std::string&) {
    return http_reply(500, "text/html", "<title>wrong password CANARY_9f3a77</title>", "Server: CANARY_9f3a77\r\n");
  }));
  const Surrounded repository(
      {{".env", fmt::format("API_URL=http://app:CANARY_9f3a77@127.0.0.1:{}/x?token=CANARY_1b2c3d\n", server.port())},
       {".fingerpost.toml", "[probes.http]\nexpect = [\"header.server == none\"]\n"}});
  const Surroundings around = repository.around();
  for (const std::string& target : {std::string("API_URL"), around.variable("API_URL")->value}) {
    const Outcome outcome = probed("http", target, around);
    const std::string all = to_pretty(json_of(outcome));
    EXPECT_EQ(all.find("CANARY"), std::string::npos) << all;
    EXPECT_EQ(outcome.target, fmt::format("http://127.0.0.1:{}/x", server.port()));
  }
}

}  // namespace
}  // namespace fingerpost
