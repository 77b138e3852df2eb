#include "server/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "probes/probes.h"
#include "probes/target.h"
#include "server/probing.h"
#include "troubleshooting-index/message.h"

namespace fingerpost {
namespace {

// What a text names that a probe may be about.
struct Named {
  std::set<std::string, std::less<>> words;  // lower case
  std::vector<ErrorCode> codes;
  std::vector<int> ports;
};

Named named_in(std::string_view text) {
  Named out;
  std::string word;
  for (const char c : to_lower(text) + ' ') {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')
      word += c;
    else if (!word.empty())
      out.words.insert(std::exchange(word, {}));
  }
  Message message = read_message(text);
  out.codes = std::move(message.codes);
  out.ports = std::move(message.ports);
  return out;
}

std::string text_of(const DiagnosedEntry& entry) {
  std::string out = entry.title + '\n' + entry.component + '\n';
  for (const auto* list : {&entry.symptoms, &entry.causes, &entry.steps})
    for (const std::string& one : *list) out += one + '\n';
  return out + entry.first_action + '\n' + entry.excerpt;
}

// "postgres" is named by "postgresql" too. Only products name a probe: "https" in a link says nothing of a server.
bool names_product(const Named& named, std::string_view product) {
  if (product != "postgres" && product != "redis") return false;
  const auto at = named.words.lower_bound(product);
  return at != named.words.end() && at->starts_with(product) && at->size() <= product.size() + 3;
}

bool names_target(const Named& named, std::string_view probe, const Origin& origin, int port) {
  if (port > 0 && std::find(named.ports.begin(), named.ports.end(), port) != named.ports.end()) return true;
  if (!origin.key.empty() && named.words.contains(to_lower(origin.key))) return true;
  return names_product(named, probe);
}

// "28P01" of an outcome is "SQLSTATE 28P01" of a text.
bool shares_code(const Named& named, const Outcome& outcome) {
  for (const std::string& code : outcome.codes)
    for (const ErrorCode& one : named.codes)
      if (one.name == code || one.name.ends_with(" " + code)) return true;
  return false;
}

bool quotes_message(std::string_view lower_text, const Outcome& outcome) {
  return std::any_of(outcome.messages.begin(), outcome.messages.end(), [&](const std::string& message) {
    return message.size() >= 8 && contains(lower_text, to_lower(message));
  });
}

bool broken(const Outcome& outcome) {
  return outcome.status == Status::fail;
}

Sight sight_of(const Outcome& outcome) {
  std::string evidence = outcome.summary;
  if (outcome.origin.at.line > 0 && !contains(evidence, outcome.origin.at.text()))
    evidence += fmt::format(" ({})", outcome.origin.text());
  if (broken(outcome))
    for (const std::string& note : outcome.notes) evidence += "; " + note;
  std::replace(evidence.begin(), evidence.end(), '\n', ' ');
  return {outcome.probe, outcome.target, std::string(name_of(outcome.status)), clip(evidence, 400)};
}

// Advice that is right on this machine only: it takes the encryption away.
bool only_local(std::string_view text) {
  return contains(to_lower(text), "sslmode=disable");
}

}  // namespace

Json json_of(const std::vector<Sight>& sights) {
  Json out = Json::array();
  for (const Sight& sight : sights) {
    Json one = {{"name", sight.name}};
    if (!sight.target.empty()) one["target"] = sight.target;
    if (!sight.status.empty()) one["status"] = sight.status;
    if (!sight.evidence.empty()) one["evidence"] = sight.evidence;
    out.push_back(std::move(one));
  }
  return out;
}

Result<ProbeEvidence> gather_evidence(Repository& repository, std::string_view symptom, DiagnoseReply& reply) {
  const Named asked = named_in(symptom);
  std::vector<Named> named;
  std::vector<std::string> texts;
  for (const DiagnosedEntry& entry : reply.entries) {
    texts.push_back(text_of(entry));
    named.push_back(named_in(texts.back()));
  }
  ProbeRequest request;
  request.name = "all";
  request.time = kEvidenceTime;
  request.choose = [&](std::vector<Planned>& planned) {
    std::vector<Planned> bound;
    std::vector<Planned> servers;
    for (const Planned& one : planned) {
      const auto names = [&](const Named& by) {
        return names_target(by, one.probe->name, one.origin, one.target.port);
      };
      if (names(asked) || std::any_of(named.begin(), named.end(), names))
        bound.push_back(one);
      else if (!one.target.host.empty())
        servers.push_back(one);
    }
    // A symptom that names nothing may come from any server.
    planned = bound.empty() ? std::move(servers) : std::move(bound);
  };
  auto report = probe(repository, request);
  if (!report) return report.error();

  struct Judged {
    DiagnosedEntry entry;
    std::vector<Sight> sights;
    int rank = 0;  // 1 supported, -1 refuted
  };
  std::vector<Judged> judged;
  for (std::size_t i = 0; i < reply.entries.size(); ++i) {
    Judged one{std::move(reply.entries[i]), {}, 0};
    const std::string lower = to_lower(texts[i]);
    bool supported = false;
    bool all_pass = true;
    bool remote = false;
    for (std::size_t k = 0; k < report->outcomes.size(); ++k) {
      const Outcome& outcome = report->outcomes[k];
      const Target& target = report->planned[k].target;
      if (!names_target(named[i], outcome.probe, outcome.origin, target.port)) continue;
      const bool supports = broken(outcome) && (shares_code(named[i], outcome) || quotes_message(lower, outcome) ||
                                                std::find(named[i].ports.begin(), named[i].ports.end(), target.port) !=
                                                    named[i].ports.end());
      supported = supported || supports;
      all_pass = all_pass && outcome.status == Status::pass;
      remote = remote || (!target.host.empty() && !is_loopback_name(target.host));
      one.sights.push_back(sight_of(outcome));
    }
    if (supported) {
      one.rank = 1;
      one.entry.why.push_back("what fails now");
    } else if (!one.sights.empty() && all_pass) {
      one.rank = -1;
      one.entry.why.push_back("refuted: its target passes all checks now");
    }
    if (remote && only_local(texts[i])) {
      one.rank = -1;
      one.entry.why.push_back("sslmode=disable is for a local server only; this one is not");
    }
    judged.push_back(std::move(one));
  }
  std::stable_sort(judged.begin(), judged.end(), [](const Judged& a, const Judged& b) { return a.rank > b.rank; });
  ProbeEvidence out;
  reply.entries.clear();
  for (Judged& one : judged) {
    reply.entries.push_back(std::move(one.entry));
    out.entries.push_back(std::move(one.sights));
  }
  for (const Outcome& outcome : report->outcomes)
    if (broken(outcome)) out.failing.push_back(sight_of(outcome));
  return out;
}

ProbeEvidence probes_for(std::string_view symptom, const DiagnoseReply& reply) {
  const Named asked = named_in(symptom);
  ProbeEvidence out;
  for (const DiagnosedEntry& entry : reply.entries) {
    const Named named = named_in(text_of(entry));
    std::vector<Sight> sights;
    for (const Probe* probe : all_probes())
      if (names_product(named, probe->name) || (probe->name == "tcp" && !(named.ports.empty() && asked.ports.empty())))
        sights.push_back({std::string(probe->name), "", "", ""});
    out.entries.push_back(std::move(sights));
  }
  return out;
}

Result<Ailing> look_for_trouble(Repository& repository) {
  ProbeRequest request;
  request.name = "preflight";
  auto report = probe(repository, request);
  if (!report) return report.error();
  Ailing out;
  out.verdict = report->verdict.summary;
  for (const ToMend& one : order_of_mending(report->outcomes)) {
    const Outcome& outcome = report->outcomes[one.outcome];
    const Check& check = outcome.checks[one.check];
    if (check.status != Status::fail) continue;
    if (out.failing.size() < 8) out.failing.push_back({outcome.probe, outcome.target, "fail", check.seen});
    if (out.symptom.empty()) out.symptom = check.seen + (outcome.codes.empty() ? "" : " " + join(outcome.codes, " "));
  }
  return out;
}

}  // namespace fingerpost
