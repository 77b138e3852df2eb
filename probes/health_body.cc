#include "probes/health_body.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace fingerpost {
namespace {

using Says = HealthBody::Says;

constexpr std::array<std::string_view, 14> kWell = {"ok",    "up",        "pass",  "passed",   "healthy",
                                                    "ready", "true",      "alive", "running",  "success",
                                                    "green", "connected", "live",  "available"};
constexpr std::array<std::string_view, 6> kDegraded = {"degraded", "warn", "warning", "yellow", "starting", "partial"};
constexpr std::array<std::string_view, 17> kUnwell = {
    "down",        "fail",           "failed",   "failing",      "unhealthy",  "error",
    "not_ready",   "not ready",      "notready", "not-ready",    "false",      "red",
    "unavailable", "out_of_service", "critical", "disconnected", "unreachable"};
constexpr std::array<std::string_view, 8> kWords = {"status", "state",   "health", "ready",
                                                    "ok",     "healthy", "alive",  "success"};
constexpr std::array<std::string_view, 6> kErrorKeys = {"error", "message", "reason", "detail", "output", "errors"};
// Groups whose members are parts.
constexpr std::array<std::string_view, 9> kGroups = {
    "checks", "components", "details", "services", "dependencies", "results", "info", "dependencies", "entries"};
constexpr std::size_t kMostParts = 50;

std::optional<std::string> word_of(const Json& value) {
  if (value.is_string()) return clip(value.get_ref<const std::string&>(), 80);
  if (value.is_boolean()) return std::string(value.get<bool>() ? "true" : "false");
  return std::nullopt;
}

Says meaning_of(std::string_view text) {
  const std::string word = to_lower(trim(text));
  if (among(kWell, word)) return Says::well;
  if (among(kDegraded, word)) return Says::degraded;
  if (among(kUnwell, word)) return Says::unwell;
  return Says::nothing;
}

std::string error_of(const Json& object) {
  for (const std::string_view key : kErrorKeys) {
    const auto found = object.find(key);
    if (found == object.end()) continue;
    if (found->is_string()) return clip(found->get_ref<const std::string&>(), 300);
    if (found->is_object()) return error_of(*found);
    if (found->is_array() && !found->empty() && found->front().is_string())
      return clip(found->front().get_ref<const std::string&>(), 300);
  }
  return {};
}

// The first word in the object that says how it is.
std::optional<std::string> own_word(const Json& object) {
  for (const std::string_view key : kWords) {
    const auto found = object.find(key);
    if (found == object.end()) continue;
    auto word = word_of(*found);
    if (word && (meaning_of(*word) != Says::nothing || key == "status" || key == "state")) return word;
  }
  return std::nullopt;
}

class HealthBodyReader {
 public:
  explicit HealthBodyReader(HealthBody& out) : out_(out) {}

  void read(const Json& body) {
    if (body.is_string() || body.is_boolean()) {
      out_.word = word_of(body).value_or("");
      out_.says = meaning_of(out_.word);
    }
    if (!body.is_object()) return;
    out_.word = own_word(body).value_or("");
    out_.says = meaning_of(out_.word);
    if (out_.says != Says::well) out_.error = error_of(body);
    read_parts(body, 0, true);
    const bool any_unwell =
        std::any_of(out_.parts.begin(), out_.parts.end(), [](const HealthBody::Part& part) { return !part.well; });
    if (out_.says == Says::nothing && any_unwell) out_.says = Says::unwell;
  }

 private:
  // Members that say how they are; below groups, anything that is a word.
  void read_parts(const Json& object, int depth, bool top) {
    if (depth > 4) return;
    for (const auto& [key, value] : object.items()) {
      if (out_.parts.size() >= kMostParts) return;
      if (value.is_object()) {
        if (among(kGroups, to_lower(key))) {
          read_parts(value, depth + 1, false);
          continue;
        }
        if (const auto word = own_word(value)) add(key, *word, error_of(value));
        continue;
      }
      if (among(kWords, to_lower(key)) || (top && among(kErrorKeys, to_lower(key)))) continue;
      const auto word = word_of(value);
      if (word && meaning_of(*word) != Says::nothing) add(key, *word, "");
    }
  }

  void add(const std::string& key, const std::string& word, std::string error) {
    const bool well = meaning_of(word) != Says::unwell;
    for (HealthBody::Part& part : out_.parts)
      if (part.name == key) return;
    out_.parts.push_back({clip(key, 60), word, well ? std::string() : std::move(error), well});
  }

  HealthBody& out_;
};

}  // namespace

HealthBody read_health_body(const Json& body) {
  HealthBody out;
  HealthBodyReader(out).read(body);
  return out;
}

}  // namespace fingerpost
