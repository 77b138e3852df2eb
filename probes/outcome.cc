#include "probes/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace fingerpost {
namespace {

double rounded(double milliseconds) {
  return std::round(milliseconds * 100) / 100;
}

void put_place(Json& out, const Written& at) {
  if (at.path.empty()) return;
  out["path"] = at.path;
  if (at.line > 0) out["line"] = at.line;
}

void put_text(Json& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}

}  // namespace

std::string_view name_of(Status status) {
  switch (status) {
    case Status::pass: return "pass";
    case Status::skip: return "skip";
    case Status::warn: return "warn";
    case Status::fail: return "fail";
    case Status::error: return "error";
  }
  return "";
}

Status worst_of(Status a, Status b) {
  // A fault of the other side says more than one of our own.
  const auto rank = [](Status status) {
    switch (status) {
      case Status::skip: return 0;
      case Status::pass: return 1;
      case Status::warn: return 2;
      case Status::error: return 3;
      case Status::fail: return 4;
    }
    return 0;
  };
  return rank(a) >= rank(b) ? a : b;
}

std::string_view name_of(Origin::Kind kind) {
  switch (kind) {
    case Origin::Kind::argument: return "argument";
    case Origin::Kind::variable: return "variable";
    case Origin::Kind::compose: return "compose";
    case Origin::Kind::setting: return "setting";
    case Origin::Kind::repository: return "repository";
    case Origin::Kind::standard: return "default";
  }
  return "";
}

std::string Written::text() const {
  return line > 0 ? fmt::format("{}:{}", path, line) : path;
}

std::string Origin::text() const {
  switch (kind) {
    case Kind::argument: return "as asked";
    case Kind::standard: return "by default";
    case Kind::compose: return fmt::format("service {} in {}", key, at.text());
    case Kind::variable:
    case Kind::setting: return fmt::format("{} in {}", key, at.text());
    case Kind::repository: return at.path.empty() ? std::string("this repository") : at.text();
  }
  return {};
}

Check& Outcome::add(std::string name, Status how, std::string seen, std::string advice) {
  Check check;
  check.name = std::move(name);
  check.status = how;
  check.seen = std::move(seen);
  check.advice = std::move(advice);
  return checks.emplace_back(std::move(check));
}

const Measure* Outcome::measured(std::string_view name) const {
  const auto found =
      std::find_if(measures.begin(), measures.end(), [&](const Measure& measure) { return measure.name == name; });
  return found == measures.end() ? nullptr : &*found;
}

bool Outcome::failed(std::string_view name) const {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
    return check.name == name && (check.status == Status::fail || check.status == Status::error);
  });
}

void Outcome::conclude() {
  status = Status::skip;
  const Check* first = nullptr;
  for (const Check& check : checks) {
    const Status worse = worst_of(status, check.status);
    if (first == nullptr || worse != status) first = &check;
    status = worse;
  }
  if (!summary.empty()) return;
  if (first == nullptr)
    summary = "nothing was checked";
  else if (status == Status::pass && checks.size() > 1)
    summary = fmt::format("all {} checks pass", checks.size());
  else
    summary = first->seen.empty() ? first->name : fmt::format("{}: {}", first->name, first->seen);
}

Json json_of(const Outcome& outcome) {
  Json origin = {{"kind", name_of(outcome.origin.kind)}};
  put_text(origin, "key", outcome.origin.key);
  put_place(origin, outcome.origin.at);
  Json checks = Json::array();
  for (const Check& check : outcome.checks) {
    Json one = {{"name", check.name}, {"status", name_of(check.status)}};
    put_text(one, "seen", check.seen);
    put_text(one, "expected", check.expected);
    put_text(one, "advice", check.advice);
    put_place(one, check.source);
    one["ms"] = rounded(check.milliseconds);
    checks.push_back(std::move(one));
  }
  Json measures = Json::object();
  for (const Measure& measure : outcome.measures) {
    if (const double* number = std::get_if<double>(&measure.value))
      measures[measure.name] = *number;
    else
      measures[measure.name] = std::get<std::string>(measure.value);
  }
  Json out = {{"probe", outcome.probe},      {"target", outcome.target},
              {"origin", std::move(origin)}, {"status", name_of(outcome.status)},
              {"summary", outcome.summary},  {"ms", rounded(outcome.milliseconds)},
              {"checks", std::move(checks)}};
  if (!measures.empty()) out["measures"] = std::move(measures);
  if (!outcome.codes.empty()) out["codes"] = outcome.codes;
  if (!outcome.messages.empty()) out["messages"] = outcome.messages;
  if (!outcome.notes.empty()) out["notes"] = outcome.notes;
  return out;
}

}  // namespace fingerpost
