// The readers of the room probes over any bytes: conditions, URLs, env files, compose files, expositions, health
// bodies, tables of thresholds, alerts, health checks, migrations. The first byte chooses the reader.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/utf8.h"
#include "probes/alert_thresholds.h"
#include "probes/compose.h"
#include "probes/compose_file.h"
#include "probes/condition.h"
#include "probes/document_thresholds.h"
#include "probes/env_file.h"
#include "probes/exposition.h"
#include "probes/health_body.h"
#include "probes/health_paths.h"
#include "probes/interpolation.h"
#include "probes/postgres/migration_files.h"
#include "probes/settings.h"
#include "probes/target.h"
#include "probes/url.h"

namespace fingerpost {
namespace {

void expect(bool good) {
  if (!good) std::abort();
}

const std::string* nothing(std::string_view) {
  return nullptr;
}

// Whether a problem of the address repeats its password: not where it is the problem's own words, said as well of an
// address with other letters there.
bool tells_password(const std::string& address, const Url& url) {
  const auto repeats = [&](const std::string& problem) { return problem.find(url.password) != std::string::npos; };
  if (url.password.size() < 12 || std::none_of(url.problems.begin(), url.problems.end(), repeats)) return false;
  std::string other = address;
  const std::size_t at = other.find(url.password);
  if (at == std::string::npos) return true;
  for (std::size_t i = at; i < at + url.password.size(); ++i)
    if (is_alnum(other[i])) other[i] = other[i] == 'x' ? 'y' : 'x';
  const Url same = parse_url(other);
  return std::none_of(same.problems.begin(), same.problems.end(), repeats);
}

void read_as(int which, const std::string& bytes) {
  const DecodedSource decoded(bytes);
  const std::string text(decoded.text());
  switch (which) {
    case 0:
      if (const auto condition = parse_condition(bytes)) {
        const auto again = parse_condition(condition->text());
        expect(again.has_value() && again->text() == condition->text());
        holds(*condition, {condition->name, 1.0});
        holds(*condition, {condition->name, condition->value});
      }
      return;
    case 1: {
      const Url url = parse_url(bytes);
      expect(!tells_password(bytes, url));
      shown_url(bytes);
      const HostPort target = host_port_of(bytes);
      expect(target.port >= 0 && target.port <= 65535);
      TargetRules rules;
      rules.name(target.host, target.port);
      rules.allow(bytes);
      rules.refusal(target.host, target.port);
      return;
    }
    case 2:
      for (const EnvEntry& entry : read_env_file(".env", bytes).entries)
        expect(entry.line >= 1 && entry.line <= entry.line_end && !entry.name.empty());
      return;
    case 3:
      read_compose_file("compose.yml", text, nothing);
      ports_of(bytes);
      return;
    case 4: read_exposition(bytes).value("up"); return;
    case 5:
      if (const auto json = parse_json(bytes)) read_health_body(*json);
      return;
    case 6:
      for (const Threshold& one : read_document_thresholds("a.md", text))
        expect(parse_condition(one.condition.text()).has_value());
      return;
    case 7: interpolated(bytes, nothing); return;
    case 8:
      for (const Threshold& one : read_alert_thresholds("alerts.yml", text))
        expect(parse_condition(one.condition.text()).has_value());
      return;
    case 9:
      for (const char* path : {"fly.toml", "Dockerfile", "k8s/api.yaml"}) {
        HealthPaths paths;
        read_health_paths(path, text, paths);
        for (const auto* list : {&paths.live, &paths.ready})
          for (const std::string& one : *list)
            expect(one.starts_with('/') && one.find_first_of(" \r\n") == std::string::npos);
      }
      return;
    case 10: {
      const auto files =
          migration_files(MigrationTool::alembic, {"versions/a.py"}, [&](const std::string&) { return text; });
      expect(compare_migrations(files, {}, false).pending.size() == files.size());
      return;
    }
    default: read_probe_settings(".fingerpost.toml", text); return;
  }
}

}  // namespace
}  // namespace fingerpost

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  fingerpost::read_as(data[0] % 12, std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}

std::vector<std::string> fuzz_seeds() {
  const std::vector<std::string> texts = {
      "latency_p95_ms < 100",
      "body.checks[0].status == \"not ready\"",
      "body contains 'a \" b'",
      "postgres://app:p%40s#s@db.example.com:5433/shop?sslmode=require",
      "redis://:a@b@[::ffff:169.254.169.254]:6379/0",
      "A=1\nexport B = 'x\ny'  # c\nURL=\"http://h:${PORT:-80}/\"\n",
      "include: [a.yml]\nx: &x {image: a}\nservices:\n  a:\n    <<: *x\n    ports: ['${P:-80}:80', {target: 1, "
      "published: 2}]\n"
      "    environment: [A=1, B]\n    depends_on: {b: {condition: service_healthy}}\n",
      "127.0.0.1:8000-8002:80-82/udp",
      "# TYPE a counter\na{x=\"}\\\"\"} 1 2\nb NaN\n",
      R"({"status":"down","checks":{"db":{"status":"up"},"x":[1,{"ok":false}]},"error":"no"})",
      "| Metric | Warning | Critical |\n|---|---|---|\n| Response Time | > 500ms | > 2s |\n| Memory | 80% | 95% |\n",
      "- alert: A\n  expr: queue_depth >= 1000\n  labels: {x: y}\n    severity: critical\n",
      "[[checks]]\npath = '/a'\nHEALTHCHECK CMD curl http://localhost:1/b\nlivenessProbe:\n  httpGet: {path: /c}\n",
      "revision = 'a'\ndown_revision = ('b', \"c\")\n",
      "[probes]\npreflight = ['env']\n[probes.http]\nexpect = ['status == 200', 7]\n"};
  std::vector<std::string> seeds;
  for (int which = 0; which < 12; ++which)
    for (const std::string& text : texts) seeds.push_back(static_cast<char>(which) + text);
  return seeds;
}
