#include "server/cli/check_command.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/json.h"
#include "base/text.h"
#include "upkeep/check/baseline.h"
#include "upkeep/check/changed.h"
#include "upkeep/check/external.h"
#include "upkeep/check/fix.h"
#include "upkeep/check/health.h"
#include "upkeep/check/output.h"
#include "upkeep/check/rule.h"
#include "upkeep/check/siblings.h"
#include "upkeep/edit/change_file.h"

namespace fingerpost {

static constexpr int kDaysShown = 5;

// The state of the documents as a page on stdout, and as a badge where one is wanted.
static int show_health(Repository& repository, const CheckFlags& flags) {
  auto health = health_of(repository.root(), repository.map());
  if (!health) return fail(health.error());
  if (!flags.badge.empty()) {
    const std::string badge = extension_of(flags.badge) == "json" ? badge_json(*health) : badge_svg(*health);
    auto written =
        change_file(repository.root(), flags.badge, [&](const auto&) -> Result<std::string> { return badge; });
    if (!written) return fail(written.error());
  }
  auto gaps = repository.gaps();
  if (!gaps) return fail(gaps.error());
  for (const GapGroup& gap : *gaps) {
    health->closed_gaps += gap.state == Gap::State::closed;
    if (gap.state != Gap::State::open) continue;
    if (health->open_gaps++ == 0 || gap.first_asked < health->oldest_gap) health->oldest_gap = gap.first_asked;
  }
  const HealthPoint now = {std::time(nullptr), health->score(), static_cast<int>(health->dead),
                           static_cast<int>(health->drifted), static_cast<int>(health->open_gaps)};
  HealthHistory& history = repository.health_history();
  auto earlier = history.before(now.at, kDaysShown);
  if (!earlier) return fail(earlier.error());
  if (auto kept = history.keep(now); !kept) return fail(kept.error());
  fmt::print("{}", health_page(*health, *earlier));
  return kFound;
}

// What one service lacks that the others have, as a page or as JSON.
static int show_siblings(Repository& repository, const std::string& name, bool as_json) {
  Evidence evidence(repository.root(), repository.map());
  auto siblings = siblings_of(evidence, name);
  if (!siblings) return fail(siblings.error());
  if (as_json) {
    Json places = Json::array();
    for (const SharedPlace& place : siblings->places)
      places.push_back({{"path", place.path},
                        {"line", place.line},
                        {"form", place.form},
                        {"there", place.there},
                        {"others", place.others}});
    fmt::print("{}\n", to_pretty({{"component", siblings->name}, {"siblings", siblings->all}, {"places", places}}));
  } else {
    fmt::print("{}", siblings_page(*siblings));
  }
  const bool whole = std::all_of(siblings->places.begin(), siblings->places.end(),
                                 [](const SharedPlace& place) { return place.there; });
  return whole ? kFound : kNotKnown;
}

int run_check(const Common& common, const CheckFlags& flags) {
  if (flags.list_rules) {
    for (const Rule* rule : all_rules()) fmt::print("{:22} {:8} {}\n", rule->id, name_of(rule->severity), rule->says);
    return kFound;
  }
  const Output* output = output_named(common.json ? "json" : flags.format);
  if (output == nullptr) {
    std::vector<std::string> names;
    for (const Output* one : all_outputs()) names.emplace_back(one->name);
    return fail(
        {Code::invalid_argument, "there is no format '" + flags.format + "'", "", "there are: " + join(names, ", ")});
  }
  CheckOptions options;
  options.rules = flags.rules;
  for (std::string path : flags.paths) {
    while (path.starts_with("./")) path.erase(0, 2);
    while (path.ends_with("/")) path.pop_back();
    options.documents.push_back(path == "." ? "" : path);
  }
  if (flags.level == "info")
    options.least = CheckLevel::info;
  else if (flags.level == "error")
    options.least = CheckLevel::error;
  else if (flags.level != "warning")
    return fail(
        {Code::invalid_argument, "there is no level '" + flags.level + "'", "", "there are: info, warning, error"});
  auto one = only_repository(common);
  if (!one) return fail(one.error());
  auto repository = Repository::open(*one);
  if (!repository) return fail(repository.error());
  if (auto fresh = (*repository)->make_fresh(); !fresh) return fail(fresh.error());
  if (flags.health || !flags.badge.empty()) return show_health(**repository, flags);
  if (!flags.component.empty()) return show_siblings(**repository, flags.component, common.json);
  ExternalLinks external((*repository)->link_answers(), {}, std::time(nullptr));
  if (flags.external) options.external = &external;
  auto report = check_documents((*repository)->root(), (*repository)->map(), options);
  if (!report) return fail(report.error());
  if (flags.external) std::fprintf(stderr, "%s\n", external.summary().c_str());
  const Root& root = (*repository)->root();
  if (!flags.write_baseline.empty()) {
    auto written = change_file(root, flags.write_baseline,
                               [&](const auto&) -> Result<std::string> { return baseline_of(*report); });
    if (!written) return fail(written.error());
    fmt::print("{}: {} findings are known from now on\n", flags.write_baseline, report->findings.size());
    return kFound;
  }
  const std::string baseline = flags.baseline.empty() ? std::string(kBaselineFile) : flags.baseline;
  if (auto file = root.read(baseline, 16u << 20)) {
    if (auto taken = take_out_known(file->bytes, baseline, *report); !taken) return fail(taken.error());
  } else if (!flags.baseline.empty()) {
    return fail(file.error());
  }
  if (!flags.since.empty())
    if (auto kept = keep_changed(root, flags.since, *report); !kept) return fail(kept.error());
  if (flags.fix) {
    auto fixed = apply_fixes(root, *report);
    if (!fixed) return fail(fixed.error());
    std::fprintf(stderr, "fixed: %zu findings in %zu documents%s\n", fixed->findings, fixed->documents,
                 fixed->left > 0 ? "; some lines were not as checked and are left" : "");
    std::erase_if(report->findings, [](const CheckFinding& finding) { return finding.fix.has_value(); });
    count_levels(*report);
  }
  fmt::print("{}", output->write(*report));
  return report->findings.empty() ? kFound : kNotKnown;
}

}  // namespace fingerpost
