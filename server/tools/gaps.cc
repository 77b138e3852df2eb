#include <algorithm>

#include <fmt/format.h>

#include "base/day.h"
#include "base/text.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

constexpr Parameter kParameters[] = {
    {"close", Parameter::Type::string, false, "id of an answered gap"},
    {"ignore", Parameter::Type::string, false, "id of one to hide"},
    {"all", Parameter::Type::boolean, false, "closed and ignored ones too"},
    {"table", Parameter::Type::boolean, false, "as a markdown table"},
    {"limit", Parameter::Type::integer, false, "default 20", 1, 500},
};

Json schema() {
  return {{"type", "object"},
          {"properties",
           {{"gaps", {{"type", "array"}, {"items", {{"type", "object"}}}}}, {"total", {{"type", "integer"}}}}}};
}

std::string_view name_of(Gap::State state) {
  switch (state) {
    case Gap::State::open: return "open";
    case Gap::State::closed: return "closed";
    case Gap::State::ignored: return "ignored";
  }
  return "";
}

Json json_of(const GapGroup& group) {
  Json out = {{"id", gap_name(group.id)},
              {"question", group.question},
              {"times", group.times},
              {"first_asked", day_of(group.first_asked)},
              {"last_asked", day_of(group.last_asked)},
              {"state", name_of(group.state)},
              {"nearest", group.nearest}};
  if (!group.wordings.empty()) out["wordings"] = group.wordings;
  if (!group.clients.empty()) out["clients"] = group.clients;
  if (!group.answer.empty()) out["answer"] = group.answer;
  return out;
}

std::string text_of(const GapGroup& group) {
  std::string out = fmt::format("{}  {}  ({} {}, last {}{})\n", gap_name(group.id), group.question, group.times,
                                group.times == 1 ? "time" : "times", day_of(group.last_asked),
                                group.state == Gap::State::open ? "" : fmt::format(", {}", name_of(group.state)));
  if (!group.answer.empty())
    out += "    answered by " + group.answer + "\n";
  else if (!group.nearest.empty())
    out += "    nearest: " + group.nearest.front() + "\n";
  return out;
}

Result<ToolReply> run(const Json& arguments, Repository& repository) {
  ToolReply out;
  for (const auto& [argument, state] :
       {std::pair{"close", Gap::State::closed}, std::pair{"ignore", Gap::State::ignored}})
    if (const std::string name = arguments.value(argument, std::string()); !name.empty()) {
      auto settled = repository.settle_gap(name, state, "");
      if (!settled) return settled.error();
      out.text += fmt::format("Gap {} is {}: {}\n", gap_name(settled->id), name_of(state), settled->question);
    }
  auto groups = repository.gaps();
  if (!groups) return groups.error();
  if (!arguments.value("all", false))
    std::erase_if(*groups, [](const GapGroup& group) { return group.state != Gap::State::open; });
  const std::size_t total = groups->size();
  const auto limit = arguments.value("limit", std::size_t{20});
  if (groups->size() > limit) groups->resize(limit);
  Json list = Json::array();
  for (const GapGroup& group : *groups) list.push_back(json_of(group));
  if (arguments.value("table", false))
    out.text += gap_table(*groups);
  else
    for (const GapGroup& group : *groups) out.text += text_of(group);
  if (total == 0 && out.text.empty()) out.text = "Every question so far had an answer.\n";
  if (total > limit) out.text += fmt::format("… {} more (--limit)\n", total - limit);
  out.structured = {{"gaps", std::move(list)}, {"total", total}};
  return out;
}

}  // namespace

extern const Tool gaps_tool;
const Tool gaps_tool = {
    "gaps",
    "gaps",
    "Questions without an answer",
    "Lists what was asked and is not known, the most asked first. Close them by recording the answer.",
    kParameters,
    schema,
    run,
    "fingerpost gaps --table",
    /*reads_stdin=*/false,
    /*writes=*/false,
    /*open_world=*/false,
    /*own_command=*/false,
    /*remembers=*/true,
};

}  // namespace fingerpost
