#include "troubleshooting-index/message_fields.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostFields = 64;
constexpr std::size_t kLargestJson = 64 * 1024;
constexpr std::size_t kLongestKey = 40;

constexpr std::array<std::string_view, 6> kMessageKeys = {"msg", "message", "event", "log", "text", "body"};
constexpr std::array<std::string_view, 16> kErrorKeys = {
    "err",    "error",   "errmsg", "error_message", "errormessage", "exception", "reason",      "cause",
    "detail", "details", "stderr", "summary",       "description",  "title",     "err.message", "error.message"};
constexpr std::array<std::string_view, 6> kLevelKeys = {"level",    "lvl",       "severity",
                                                        "loglevel", "log.level", "levelname"};

// The numbers of pino and bunyan.
Severity severity_numbered(std::string_view text) {
  if (text.size() != 2 || text[1] != '0') return Severity::unknown;
  switch (text[0]) {
    case '1': return Severity::trace;
    case '2': return Severity::debug;
    case '3': return Severity::info;
    case '4': return Severity::warning;
    case '5': return Severity::error;
    case '6': return Severity::fatal;
    default: return Severity::unknown;
  }
}

bool is_failed_status(std::string_view value) {
  return value.size() == 3 && (value[0] == '4' || value[0] == '5') && is_digit(value[1]) && is_digit(value[2]);
}

// Puts what a person would have written together.
void tell(LineFields& fields, std::string_view lead) {
  std::string message(trim(lead));
  std::string error;
  std::string status;
  const auto append = [](std::string& to, std::string_view what) {
    what = trim(what);
    if (what.empty() || contains(to, what)) return;
    if (!to.empty()) to += ": ";
    to += what;
  };
  for (const auto& [key, value] : fields.all) {
    if (value.empty()) continue;
    if (among(kMessageKeys, key)) append(message, value);
    if (among(kErrorKeys, key)) append(error, value);
    if (key == "alertname") {
      append(message, value);
      fields.alert = true;
    }
    if (among(kLevelKeys, key)) {
      const Severity severity = severity_named(value);
      fields.severity = std::max(fields.severity, severity == Severity::unknown ? severity_numbered(value) : severity);
    }
    const bool says_status =
        key.size() >= 4 && (key.substr(key.size() - std::min<std::size_t>(6, key.size())) == "status" ||
                            key == "code" || key == "statuscode" || key == "status_code");
    // A code in capitals ("ECONNREFUSED", "28P01") stands beside the message.
    if (key == "code" && value.size() >= 3 && value.size() <= 48 && std::any_of(value.begin(), value.end(), is_upper))
      append(error, value);
    if (says_status && is_failed_status(value))
      status = "HTTP " + value;
    else if (says_status && !is_digit(value.front()) && value.size() < 40 && key != "code")
      append(error, key + " " + value);
  }
  const auto text_of = [&](std::string_view wanted) {
    const auto found =
        std::find_if(fields.all.begin(), fields.all.end(), [&](const auto& f) { return f.first == wanted; });
    return found == fields.all.end() ? std::string() : found->second;
  };
  if (!error.empty() && fields.severity == Severity::unknown && (!text_of("error").empty() || !text_of("err").empty()))
    fields.severity = Severity::error;
  append(message, error);
  append(message, status);
  if (!status.empty())
    for (std::string_view key : {"requestpath", "path", "url", "uri"})
      if (const std::string path = text_of(key); !path.empty()) {
        append(message, path);
        break;
      }
  fields.said = std::move(message);
}

void flatten(const Json& value, const std::string& prefix, LineFields& fields, int depth) {
  for (const auto& item : value.items()) {
    if (fields.all.size() >= kMostFields) return;
    const std::string key = prefix + to_lower(item.key());
    if (item.value().is_string())
      fields.all.emplace_back(key, item.value().get<std::string>());
    else if (item.value().is_primitive())
      fields.all.emplace_back(key, item.value().dump());
    else if (item.value().is_object() && depth < 4)
      flatten(item.value(), key + ".", fields, depth + 1);
  }
}

std::optional<LineFields> json_fields(std::string_view line) {
  if (line.size() < 8 || line.size() > kLargestJson || line.front() != '{') return std::nullopt;
  const std::size_t end = line.rfind('}');
  if (end == std::string_view::npos) return std::nullopt;
  const auto value = parse_json(line.substr(0, end + 1), 16);
  if (!value || !value->is_object() || value->empty()) return std::nullopt;
  LineFields fields;
  flatten(*value, "", fields, 0);
  // Loki, Alertmanager and problem+json keep the message one level down.
  for (std::size_t i = 0; i < fields.all.size(); ++i)
    for (std::string_view outer : {"error.", "err.", "data.", "fields.", "labels.", "annotations.", "commonlabels."})
      if (starts_with_ignoring_case(fields.all[i].first, outer) && fields.all.size() < kMostFields * 2)
        fields.all.emplace_back(fields.all[i].first.substr(outer.size()), fields.all[i].second);
  tell(fields, line.substr(end + 1));
  return fields;
}

bool in_key(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == '-';
}

// key=value, key="quoted \" value", key = value behind "annotations:"; what stands before the first is the lead.
std::optional<LineFields> logfmt_fields(std::string_view line) {
  LineFields fields;
  std::size_t lead = line.size();
  int known = 0;
  for (std::size_t at = 0; at < line.size() && fields.all.size() < kMostFields;) {
    if (!is_alpha(line[at]) || (at > 0 && !is_space(line[at - 1]) && line[at - 1] != ',' && line[at - 1] != '{')) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && in_key(line[end]) && end - at < kLongestKey) ++end;
    if (end >= line.size() || line[end] != '=' || end + 1 >= line.size() || line[end + 1] == '=' ||
        is_space(line[end + 1])) {
      at = std::max(end, at + 1);
      continue;
    }
    const std::string key = to_lower(line.substr(at, end - at));
    std::size_t value_at = end + 1;
    std::string value;
    std::size_t next;
    if (line[value_at] == '"') {
      next = value_at + 1;
      while (next < line.size() && line[next] != '"') {
        if (line[next] == '\\' && next + 1 < line.size()) ++next;
        value.push_back(line[next++]);
      }
      if (next < line.size()) ++next;
    } else {
      next = value_at;
      while (next < line.size() && !is_space(line[next]) && line[next] != ',') value.push_back(line[next++]);
    }
    if (fields.all.empty()) lead = at;
    known += among(kMessageKeys, key) || among(kErrorKeys, key) || among(kLevelKeys, key) || key == "alertname" ? 1 : 0;
    fields.all.emplace_back(key, std::move(value));
    at = next;
  }
  if (known == 0) return std::nullopt;
  std::string_view before = trim(line.substr(0, lead));
  if (before == "labels:" || before == "annotations:") before = {};
  tell(fields, before);
  return fields;
}

}  // namespace

std::optional<LineFields> fields_of(std::string_view line) {
  line = trim(line);
  if (auto fields = json_fields(line)) return fields;
  return logfmt_fields(line);
}

}  // namespace fingerpost
