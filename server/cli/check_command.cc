#include "server/cli/check_command.h"

#include <fmt/format.h>

#include "base/text.h"
#include "upkeep/check/output.h"
#include "upkeep/check/rule.h"

namespace fingerpost {

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
  auto report = (*repository)->check(options);
  if (!report) return fail(report.error());
  fmt::print("{}", output->write(*report));
  return report->findings.empty() ? kFound : kNotKnown;
}

}  // namespace fingerpost
