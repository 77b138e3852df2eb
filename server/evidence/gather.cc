#include "server/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "probes/probes.h"
#include "probes/target.h"
#include "server/evidence/local_advice.h"
#include "server/evidence/named.h"
#include "server/probing.h"

namespace fingerpost {
namespace {

std::string words_in(const DiagnosedEntry& entry) {
  std::string out = entry.title + '\n' + entry.component + '\n';
  for (const auto* list : {&entry.symptoms, &entry.causes, &entry.steps})
    for (const std::string& one : *list) out += one + '\n';
  return out + entry.first_action + '\n' + entry.excerpt;
}

bool quotes_message(std::string_view lower_text, const Outcome& outcome) {
  return std::any_of(outcome.messages.begin(), outcome.messages.end(), [&](const std::string& message) {
    return message.size() >= 8 && contains(lower_text, to_lower(message));
  });
}

bool broken(const Outcome& outcome) {
  return outcome.status == Status::fail;
}

// Whether what fails is what the text is about: its code, its wording, its port, or a variable in both.
bool supports(const Named& named, std::string_view lower_text, const Outcome& outcome, const Target& target) {
  if (std::any_of(outcome.codes.begin(), outcome.codes.end(), [&](const auto& code) { return has_code(named, code); }))
    return true;
  if (quotes_message(lower_text, outcome)) return true;
  if (std::find(named.ports.begin(), named.ports.end(), target.port) != named.ports.end()) return true;
  return std::any_of(outcome.checks.begin(), outcome.checks.end(), [&](const Check& check) {
    return check.status == Status::fail && shares_name(named, check.seen);
  });
}

// What was seen, by the check that the reader's words are about where there is one.
Sight sight_of(const Outcome& outcome, const Named& by) {
  std::string evidence = outcome.summary;
  Written at = outcome.origin.at;
  const auto about = std::find_if(outcome.checks.begin(), outcome.checks.end(), [&](const Check& check) {
    return check.status == outcome.status && shares_name(by, check.seen);
  });
  if (about != outcome.checks.end()) {
    evidence = fmt::format("{}: {}", about->name, about->seen);
    if (about->source.line > 0) at = about->source;
  }
  if (at.line > 0 && !contains(evidence, at.text()))
    evidence += fmt::format(" ({})", at.text() == outcome.origin.at.text() ? outcome.origin.text() : at.text());
  if (broken(outcome))
    for (const std::string& note : outcome.notes) evidence += "; " + note;
  std::replace(evidence.begin(), evidence.end(), '\n', ' ');
  return {outcome.probe, outcome.target, std::string(name_of(outcome.status)), clip(evidence, 400)};
}

// One entry held against what was seen of the targets that it names.
struct Judged {
  DiagnosedEntry entry;
  std::vector<Sight> sights;
  int rank = 0;  // 1 supported, -1 refuted
};

Judged judged(DiagnosedEntry entry, const std::string& text, const Named& named, const ProbeReport& report) {
  Judged out{std::move(entry), {}, 0};
  const std::string lower = to_lower(text);
  bool supported = false;
  bool all_pass = true;
  bool remote = false;
  bool local = false;
  for (std::size_t k = 0; k < report.outcomes.size(); ++k) {
    const Outcome& outcome = report.outcomes[k];
    const Target& target = report.planned[k].target;
    const bool about = names_target(named, outcome.probe, outcome.origin, target.port);
    if (!about && !names_kind(named, outcome.probe)) continue;
    supported = supported || (broken(outcome) && supports(named, lower, outcome, target));
    all_pass = all_pass && outcome.status == Status::pass;
    if (about && !target.host.empty()) (is_loopback_name(target.host) ? local : remote) = true;
    out.sights.push_back(sight_of(outcome, named));
  }
  std::stable_partition(out.sights.begin(), out.sights.end(),
                        [](const Sight& one) { return one.status == name_of(Status::fail); });
  if (supported) {
    out.rank = 1;
    out.entry.why.push_back("what fails now");
  } else if (!out.sights.empty() && all_pass && is_visible_to_probes(named)) {
    out.rank = -1;
    out.entry.why.push_back("refuted: its target passes all checks now");
  }
  // The environment decides which fix is right.
  if (remote && !local && take_out_local_advice(out.entry)) {
    out.entry.why.push_back("left out: to turn encryption off is for a server on this machine only; this one is not");
    if (out.entry.steps.empty() && out.entry.first_action.empty()) out.rank = -1;
  }
  return out;
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
    texts.push_back(words_in(entry));
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
        return names_target(by, one.probe->name, one.origin, one.target.port) || names_kind(by, one.probe->name);
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

  std::vector<Judged> all;
  for (std::size_t i = 0; i < reply.entries.size(); ++i)
    all.push_back(judged(std::move(reply.entries[i]), texts[i], named[i], *report));
  std::stable_sort(all.begin(), all.end(), [](const Judged& a, const Judged& b) { return a.rank > b.rank; });
  ProbeEvidence out;
  reply.entries.clear();
  for (Judged& one : all) {
    reply.entries.push_back(std::move(one.entry));
    out.entries.push_back(std::move(one.sights));
  }
  // What the symptom names comes first. Several probes may meet the same fault: nothing listens for any of them.
  std::set<std::string_view> told;
  for (const bool asked_for : {true, false})
    for (std::size_t k = 0; k < report->outcomes.size(); ++k) {
      const Outcome& outcome = report->outcomes[k];
      if (!broken(outcome)) continue;
      if (names_target(asked, outcome.probe, outcome.origin, report->planned[k].target.port) != asked_for) continue;
      if (told.insert(outcome.summary).second) out.failing.push_back(sight_of(outcome, asked));
    }
  return out;
}

ProbeEvidence probes_for(std::string_view symptom, const DiagnoseReply& reply) {
  const Named asked = named_in(symptom);
  ProbeEvidence out;
  for (const DiagnosedEntry& entry : reply.entries) {
    const Named named = named_in(words_in(entry));
    std::vector<Sight> sights;
    for (const Probe* probe : all_probes())
      if (names_product(named, probe->name) || names_kind(named, probe->name) ||
          (probe->name == "tcp" && !(named.ports.empty() && asked.ports.empty())))
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
