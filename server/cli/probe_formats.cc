#include "server/cli/probe_formats.h"

#include <fmt/format.h>

#include <map>

#include "base/text.h"

namespace fingerpost {
namespace {

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "&#10;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\n' || c == '\r' ? ' ' : c;
  return out;
}

std::string title_of(const Outcome& outcome) {
  return outcome.target.empty() ? outcome.probe : fmt::format("{} {}", outcome.probe, outcome.target);
}

// A text as YAML's double-quoted scalar and as a label of Prometheus, which escape alike.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : one_line(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

bool bad(const Check& check) {
  return check.status == Status::fail || check.status == Status::error;
}

}  // namespace

std::string junit_of(const ProbeReport& report) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fingerpost probe\">\n";
  for (const Outcome& outcome : report.outcomes) {
    std::map<Status, int> counts;
    for (const Check& check : outcome.checks) ++counts[check.status];
    out += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n",
        xml(title_of(outcome)), outcome.checks.size(), counts[Status::fail], counts[Status::error],
        counts[Status::skip], outcome.milliseconds / 1000);
    for (const Check& check : outcome.checks) {
      out += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", xml(outcome.probe),
                         xml(check.name), check.milliseconds / 1000);
      const std::string words = xml(check.advice.empty() ? check.seen : check.seen + "; " + check.advice);
      switch (check.status) {
        case Status::pass: out += "/>\n"; break;
        case Status::skip: out += fmt::format("><skipped message=\"{}\"/></testcase>\n", words); break;
        case Status::warn: out += fmt::format("><system-out>warning: {}</system-out></testcase>\n", words); break;
        case Status::fail:
          out += fmt::format("><failure type=\"{}\" message=\"{}\"/></testcase>\n", xml(check.name), words);
          break;
        case Status::error:
          out += fmt::format("><error type=\"{}\" message=\"{}\"/></testcase>\n", xml(check.name), words);
          break;
      }
    }
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

std::string tap_of(const ProbeReport& report) {
  std::size_t count = 0;
  for (const Outcome& outcome : report.outcomes) count += outcome.checks.size();
  std::string out = fmt::format("TAP version 13\n1..{}\n", count);
  std::size_t number = 0;
  for (const Outcome& outcome : report.outcomes)
    for (const Check& check : outcome.checks) {
      std::string title;
      for (const char c : one_line(title_of(outcome) + " " + check.name)) title += c == '#' ? ' ' : c;
      out += fmt::format("{} {} - {}", bad(check) || check.status == Status::warn ? "not ok" : "ok", ++number, title);
      if (check.status == Status::skip) out += " # SKIP " + one_line(check.seen);
      if (check.status == Status::warn) out += " # TODO warning";
      out += '\n';
      if (check.status == Status::pass || check.status == Status::skip) continue;
      out += fmt::format("  ---\n  status: {}\n  seen: {}\n", name_of(check.status), in_quotes(check.seen));
      if (!check.expected.empty()) out += fmt::format("  expected: {}\n", in_quotes(check.expected));
      if (!check.advice.empty()) out += fmt::format("  advice: {}\n", in_quotes(check.advice));
      if (!check.source.path.empty()) out += fmt::format("  at: {}\n", in_quotes(check.source.text()));
      out += "  ...\n";
    }
  return out;
}

int nagios_status(const ProbeReport& report) {
  switch (report.verdict.status) {
    case Status::pass: return 0;
    case Status::warn: return 1;
    case Status::fail: return 2;
    case Status::skip:
    case Status::error: return 3;
  }
  return 3;
}

std::string nagios_of(const ProbeReport& report) {
  static constexpr const char* kWords[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  std::string summary;
  for (const char c : one_line(report.verdict.summary)) summary += c == '|' ? '/' : c;
  std::string out = fmt::format("FINGERPOST {} - {} |", kWords[nagios_status(report)], summary);
  for (const Outcome& outcome : report.outcomes) {
    std::string label;
    for (const char c : one_line(title_of(outcome))) label += c == '\'' || c == '=' || c == '|' ? '_' : c;
    out += fmt::format(" '{}'={:.0f}ms", label, outcome.milliseconds);
  }
  return out + "\n";
}

std::string prometheus_of(const ProbeReport& report) {
  std::string success = "# TYPE fingerpost_probe_success gauge\n";
  std::string status = "# TYPE fingerpost_probe_status gauge\n";
  std::string time = "# TYPE fingerpost_probe_milliseconds gauge\n";
  std::string measures = "# TYPE fingerpost_probe_measure gauge\n";
  for (const Outcome& outcome : report.outcomes) {
    const std::string labels = fmt::format("probe={},target={}", in_quotes(outcome.probe), in_quotes(outcome.target));
    const bool good = outcome.status == Status::pass || outcome.status == Status::warn;
    success += fmt::format("fingerpost_probe_success{{{}}} {}\n", labels, good ? 1 : 0);
    status += fmt::format("fingerpost_probe_status{{{},status=\"{}\"}} 1\n", labels, name_of(outcome.status));
    time += fmt::format("fingerpost_probe_milliseconds{{{}}} {:.3f}\n", labels, outcome.milliseconds);
    for (const Measure& measure : outcome.measures)
      if (const double* number = std::get_if<double>(&measure.value))
        measures +=
            fmt::format("fingerpost_probe_measure{{{},measure={}}} {:.6g}\n", labels, in_quotes(measure.name), *number);
  }
  return success + status + time + measures;
}

}  // namespace fingerpost
