#include "upkeep/check/health.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/day.h"
#include "base/json.h"
#include "base/path_kinds.h"
#include "upkeep/check/evidence.h"
#include "upkeep/check/map_entries.h"
#include "upkeep/check/paths.h"
#include "upkeep/check/stated.h"
#include "upkeep/check/status.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostBehind = 5;  // shown

std::string colour_of(int score) {
  return score >= 98 ? "#4c1" : score >= 90 ? "#97ca00" : score >= 75 ? "#dfb317" : "#e05d44";
}

int percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 100 : static_cast<int>(part * 100 / whole);
}

// Ages of documents, newest first in `touched`.
void take_ages(Evidence& evidence, Health& out) {
  std::vector<std::int64_t> touched;
  for (const auto& document : evidence.documents()) {
    const auto when = evidence.ages().touched(document->path());
    if (!when) continue;
    touched.push_back(*when);
    Health::Age age{document->path(), *when, 0, ""};
    if (out.oldest.path.empty() || *when < out.oldest.touched) out.oldest = age;
    if (document->is_hypothetical()) continue;  // a proposal or a change log is of its day
    int most = 0;
    for (const std::string& path : files_pointed_at(evidence, *document)) {
      const int changes = evidence.ages().changes_since(path, *when);
      age.changes += changes;
      if (changes > most) age.changed_most = path;
      most = std::max(most, changes);
    }
    if (age.changes > 0) out.behind.push_back(std::move(age));
  }
  out.dated = touched.size();
  if (touched.empty()) return;
  const auto middle = touched.begin() + static_cast<std::ptrdiff_t>(touched.size() / 2);
  std::nth_element(touched.begin(), middle, touched.end());
  out.median_touched = *middle;
  std::stable_sort(out.behind.begin(), out.behind.end(),
                   [](const auto& a, const auto& b) { return a.changes > b.changes; });
}

std::string ages_of(const Health& health) {
  if (health.dated == 0) return {};
  std::string out = fmt::format("  last changed        half of the documents before {}; the oldest, {}, on {}\n",
                                day_of(health.median_touched), health.oldest.path, day_of(health.oldest.touched));
  if (health.behind.empty()) return out;
  out +=
      fmt::format("  behind              {} documents are older than files that they point at\n", health.behind.size());
  for (std::size_t i = 0; i < std::min(health.behind.size(), kMostBehind); ++i) {
    const Health::Age& age = health.behind[i];
    out += fmt::format("    {}, of {}: {} changes since, most in {}\n", age.path, day_of(age.touched), age.changes,
                       age.changed_most);
  }
  return out;
}

}  // namespace

int Health::score() const {
  const std::size_t stated = pointers + drifted;
  return percent(stated - std::min(stated, dead + drifted), stated);
}

int Health::Indicator::score() const {
  return percent(good, whole);
}

std::vector<Health::Indicator> Health::indicators() const {
  const auto less = [](std::size_t whole, std::size_t part) { return whole - std::min(whole, part); };
  return {{"pointers", "links and paths that resolve", less(pointers, dead), pointers, lost.first},
          {"known issues", "alerts with a runbook", less(alerts, unguided.count), alerts, unguided.first},
          {"findable", "services, targets, recipes, workflows and variables that are mentioned", covered, named,
           unmentioned.first},
          {"one source", "documents that point at values rather than repeat them", less(documents, copying), documents,
           repeated.first},
          {"kept up", "questions answered, and entries of the component map with a source",
           closed_gaps + less(entries, unfounded.count), closed_gaps + open_gaps + entries, unfounded.first}};
}

Result<Health> health_of(const Root& root, Map& map) {
  CheckOptions options;
  options.least = CheckLevel::info;
  auto report = check_documents(root, map, options);
  if (!report) return report.error();
  Health out;
  out.documents = report->documents;
  std::size_t missing = 0;
  std::set<std::string_view> copying;
  for (const CheckFinding& finding : report->findings) {
    const auto note = [&](std::string_view rule, Health::Offence& offence) {
      if (finding.rule != rule) return;
      if (offence.count++ == 0) offence.first = fmt::format("{}:{}", finding.path, finding.line);
    };
    if (finding.rule.starts_with("dead-") && finding.severity != CheckLevel::info) note(finding.rule, out.lost);
    note("duplicate-value", out.repeated);
    note("undocumented", out.unmentioned);
    if (finding.rule == "duplicate-value" || finding.rule.starts_with("drift-")) copying.insert(finding.path);
    note("alert-without-runbook", out.unguided);
    note("entry-without-source", out.unfounded);
    if (finding.severity == CheckLevel::info)
      missing += finding.rule == "undocumented";
    else
      ++(finding.rule.starts_with("dead-") ? out.dead : out.drifted);
  }
  Evidence evidence(root, map);
  for (const auto& document : evidence.documents()) {
    const TaskCount tasks = tasks_of(*document);
    Health::Checklist list{document->path(), tasks.done, tasks.open};
    out.tasks_done += list.done;
    out.tasks_open += list.open;
    if (list.done + list.open > 0) out.checklists.push_back(std::move(list));
    if (const auto status = status_of(*document); status && status->stage == StatedStatus::Stage::open)
      out.statuses.push_back({document->path(), status->said, status->line});
    else if (status && status->stage != StatedStatus::Stage::other)
      ++out.statuses_done;
    for (const Mention& mention : document->mentions()) {
      const bool link = mention.kind == Mention::Kind::link || mention.kind == Mention::Kind::image;
      if (link) {
        const auto kind = parse_link(mention.text).kind;
        out.pointers += kind == LinkTarget::Kind::path || kind == LinkTarget::Kind::anchor;
      } else if (mention.kind == Mention::Kind::span) {
        out.pointers += path_in_span(mention.text).has_value();
      }
    }
  }
  out.copying = copying.size();
  for (const auto& [name, places] : evidence.inventory().alerts)
    out.alerts += static_cast<std::size_t>(
        std::count_if(places.begin(), places.end(), [](const Declared& one) { return !is_test_path(one.path); }));
  for (const auto& document : evidence.documents()) out.entries += map_entries(*document).size();
  take_ages(evidence, out);
  out.pointers = std::max(out.pointers, out.dead);
  out.named = evidence.inventory().offered().size();
  out.covered = out.named - std::min(out.named, missing);
  std::stable_sort(out.checklists.begin(), out.checklists.end(),
                   [](const auto& a, const auto& b) { return a.open > b.open; });
  return out;
}

std::string health_page(const Health& health, const std::vector<HealthPoint>& earlier) {
  std::string out = fmt::format("health {} of 100\n", health.score());
  out += fmt::format("  documents           {}\n", health.documents);
  for (const Health::Indicator& one : health.indicators()) {
    if (one.whole == 0) continue;
    out += fmt::format("  {:<19} {:>3} %  {} of {} {}", one.name, one.score(), one.good, one.whole, one.of);
    if (one.good < one.whole && !one.first.empty()) out += fmt::format("; the first that is not: {}", one.first);
    out += '\n';
  }
  out += fmt::format("  values that drifted {}\n", health.drifted);
  if (health.repeated.count > 0)
    out += fmt::format("  repeated values     {}, the first at {}\n", health.repeated.count, health.repeated.first);
  out += fmt::format("  tasks               {} done, {} open\n", health.tasks_done, health.tasks_open);
  for (std::size_t i = 0; i < std::min<std::size_t>(health.checklists.size(), 10); ++i)
    if (const Health::Checklist& list = health.checklists[i]; list.open > 0)
      out += fmt::format("    {}: {} of {} done\n", list.path, list.done, list.done + list.open);
  if (health.statuses_done + health.statuses.size() > 0)
    out += fmt::format("  statuses            {} documents done or settled, {} open\n", health.statuses_done,
                       health.statuses.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(health.statuses.size(), 10); ++i)
    out += fmt::format("    {}:{}: {}\n", health.statuses[i].path, health.statuses[i].line, health.statuses[i].said);
  out += ages_of(health);
  if (health.open_gaps > 0)
    out += fmt::format("  open questions      {}, the oldest of {} (fingerpost gaps)\n", health.open_gaps,
                       day_of(health.oldest_gap));
  for (std::size_t i = 0; i < earlier.size(); ++i)
    out += fmt::format("  {} {}: health {}, {} dead, {} drifted, {} open questions\n",
                       i == 0 ? "before             " : "                   ", day_of(earlier[i].at), earlier[i].score,
                       earlier[i].dead, earlier[i].drifted, earlier[i].open_gaps);
  return out;
}

std::string badge_svg(const Health& health) {
  const std::string value = fmt::format("{}%", health.score());
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"20\" role=\"img\" aria-label=\"docs: {0}\">"
      "<title>docs: {0}</title><rect width=\"48\" height=\"20\" fill=\"#555\"/>"
      "<rect x=\"48\" width=\"52\" height=\"20\" fill=\"{1}\"/><g fill=\"#fff\" text-anchor=\"middle\" "
      "font-family=\"Verdana,Geneva,sans-serif\" font-size=\"11\"><text x=\"24\" y=\"14\">docs</text>"
      "<text x=\"74\" y=\"14\">{0}</text></g></svg>\n",
      value, colour_of(health.score()));
}

std::string badge_json(const Health& health) {
  return to_line({{"schemaVersion", 1},
                  {"label", "docs"},
                  {"message", fmt::format("{}%", health.score())},
                  {"color", colour_of(health.score())}}) +
         "\n";
}

}  // namespace fingerpost
