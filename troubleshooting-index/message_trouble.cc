#include "troubleshooting-index/message_trouble.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "base/text.h"

namespace fingerpost {
namespace {

// By stem-like beginnings would be shorter and wrong ("errand"); the words as logs have them.
const std::unordered_map<std::string_view, float>& words() {
  static const std::unordered_map<std::string_view, float> kWords = {
      {"failed", .7f},
      {"fail", .6f},
      {"fails", .6f},
      {"failing", .6f},
      {"failure", .7f},
      {"failures", .6f},
      {"error", .6f},
      {"errors", .5f},
      {"err", .5f},
      {"fatal", .9f},
      {"panic", .9f},
      {"panicked", .9f},
      {"exception", .7f},
      {"crash", .8f},
      {"crashed", .8f},
      {"crashing", .8f},
      {"crashloopbackoff", .8f},
      {"abort", .6f},
      {"aborted", .7f},
      {"aborting", .6f},
      {"cannot", .6f},
      {"unable", .7f},
      {"couldn", .6f},
      {"refused", .8f},
      {"refusing", .6f},
      {"denied", .8f},
      {"rejected", .7f},
      {"rejecting", .6f},
      {"reject", .5f},
      {"forbidden", .8f},
      {"unauthorized", .8f},
      {"unauthenticated", .8f},
      {"unreachable", .8f},
      {"unavailable", .8f},
      {"unhealthy", .8f},
      {"timeout", .7f},
      {"timeouts", .6f},
      {"expired", .7f},
      {"invalid", .7f},
      {"illegal", .7f},
      {"missing", .7f},
      {"undefined", .6f},
      {"unknown", .5f},
      {"unexpected", .6f},
      {"unsupported", .7f},
      {"unrecognized", .6f},
      {"unresolved", .6f},
      {"unparsable", .7f},
      {"malformed", .7f},
      {"corrupt", .8f},
      {"corrupted", .8f},
      {"corruption", .8f},
      {"mismatch", .7f},
      {"conflict", .7f},
      {"conflicts", .6f},
      {"duplicate", .6f},
      {"deadlock", .8f},
      {"locked", .6f},
      {"exceeded", .7f},
      {"exceeds", .6f},
      {"exhausted", .8f},
      {"insufficient", .7f},
      {"overflow", .6f},
      {"killed", .8f},
      {"oomkilled", .9f},
      {"oom", .8f},
      {"segfault", .9f},
      {"segmentation", .8f},
      {"fault", .6f},
      {"dropped", .5f},
      {"dropping", .5f},
      {"lost", .6f},
      {"stuck", .7f},
      {"hung", .7f},
      {"hangs", .7f},
      {"blocked", .6f},
      {"stalled", .6f},
      {"skew", .6f},
      {"degraded", .6f},
      {"stale", .5f},
      {"outdated", .5f},
      {"deprecated", .3f},
      {"insecure", .5f},
      {"slow", .5f},
      {"leak", .6f},
      {"retrying", .35f},
      {"retry", .25f},
      {"warning", .4f},
      {"warn", .35f},
      {"skipping", .4f},
      {"ignored", .4f},
      {"ignoring", .35f},
      {"disconnected", .6f},
      {"unset", .5f},
      {"reset", .4f},
      {"broken", .7f},
      {"bad", .6f},
      {"wrong", .7f},
      {"violates", .7f},
      {"violation", .7f},
      {"backoff", .6f},
      {"evicted", .8f},
      {"notready", .7f},
      {"down", .4f},
      {"full", .4f},
      {"nearfull", .6f},
      {"incompatible", .7f},
      {"unmet", .6f},
      {"untrusted", .7f},
      {"terminated", .5f},
      {"interrupted", .5f},
      {"canceled", .5f},
      {"cancelled", .5f},
      {"incomplete", .5f},
      {"inconsistent", .6f},
      {"critical", .7f},
      {"problem", .6f},
      {"problems", .6f},
      {"issue", .3f},
      {"disabled", .3f},
      {"permitted", .2f},
      {"exited", .5f},
      {"throttled", .6f},
      {"throttling", .5f},
      {"overloaded", .7f},
      {"unbound", .6f},
      {"firing", .7f},
      {"trap", .5f},
      {"undeliverable", .6f},
      {"traceback", .4f},
      {"unhandled", .7f},
      {"uncaught", .8f},
      {"tainted", .2f},
      {"breaking", .3f},
  };
  return kWords;
}

// Words that tell trouble only with the one before them.
float of_pair(std::string_view first, std::string_view second) {
  if (first == "not" || first == "isn" || first == "doesn" || first == "won" || first == "didn" || first == "wasn")
    return second == "yet" ? .2f : .55f;
  if (first == "can" && second == "t") return .6f;
  if (first == "timed" && second == "out") return .75f;
  if (first == "too" && (second == "many" || second == "large" || second == "long" || second == "few" ||
                         second == "small" || second == "new" || second == "old" || second == "big"))
    return .65f;
  if (first == "no" && (second == "such" || second == "space" || second == "route" || second == "module" ||
                        second == "matching" || second == "available" || second == "new" || second == "healthy" ||
                        second == "pg_hba" || second == "response" || second == "endpoints" || second == "permission"))
    return second == "new" ? .35f : .7f;
  if (first == "already" && (second == "in" || second == "exists" || second == "allocated" || second == "used"))
    return .65f;
  if (first == "out" && second == "of") return .3f;
  if (first == "running" && second == "low") return .5f;
  return 0;
}

bool praises(std::string_view word) {
  static constexpr std::array<std::string_view, 8> kWords = {"successfully", "succeeded", "completed",  "ok",
                                                             "passed",       "healthy",   "gracefully", "resolved"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

}  // namespace

double trouble_in(std::string_view text) {
  const auto& known = words();
  std::array<char, 20> lower{};
  std::string before;  // short: no allocation
  double best = 0;
  double more = 0;
  bool praised = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_alnum(text[at])) {
      ++at;
      continue;
    }
    std::size_t length = 0;
    bool fits = true;
    while (at < text.size() && (is_alnum(text[at]) || text[at] == '_')) {
      if (length < lower.size())
        lower[length++] = is_upper(text[at]) ? static_cast<char>(text[at] - 'A' + 'a') : text[at];
      else
        fits = false;
      ++at;
    }
    const std::string_view word(lower.data(), length);
    double here = 0;
    if (fits) {
      if (const auto found = known.find(word);
          found != known.end() && before != "no" && before != "0" && before != "without")
        here = found->second;
      here = std::max(here, static_cast<double>(of_pair(before, word)));
      // ModuleNotFoundError, TimeoutException
      praised = praised || praises(word);
    }
    if (here == 0 && length >= 9) {
      const std::string_view end = text.substr(at - std::min<std::size_t>(at, 9), std::min<std::size_t>(at, 9));
      if (end.substr(end.size() - 5) == "Error" || end == "Exception") here = .7;
    }
    if (here > 0) {
      more += .08;
      best = std::max(best, here);
    }
    before.assign(word.substr(0, 12));
  }
  if (best == 0) return 0;
  if (praised && best < .6) return 0;
  return std::min(1.0, best + std::min(.2, more - .08));
}

}  // namespace fingerpost
