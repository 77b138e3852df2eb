#include "server/learned.h"

#include <fmt/format.h>

namespace fingerpost {

std::vector<std::string> texts_at(const Json& arguments, const char* name) {
  std::vector<std::string> out;
  if (const auto list = arguments.find(name); list != arguments.end())
    for (const Json& one : *list) out.push_back(one.get<std::string>());
  return out;
}

RecordOptions record_options(const Json& arguments) {
  RecordOptions out;
  out.dry_run = arguments.value("dry_run", false);
  out.merge = arguments.value("merge", false);
  out.commit = arguments.value("commit", false);
  out.branch = arguments.value("branch", std::string());
  return out;
}

Json learned_schema() {
  const Json string = {{"type", "string"}};
  const Json integer = {{"type", "integer"}};
  const Json boolean = {{"type", "boolean"}};
  const Json there = {
      {"type", "object"},
      {"properties", {{"title", string}, {"path", string}, {"line_start", integer}, {"line_end", integer}}}};
  return {{"type", "object"},
          {"properties",
           {{"written", boolean},
            {"path", string},
            {"title", string},
            {"line_start", integer},
            {"line_end", integer},
            {"diff", string},
            {"merged", boolean},
            {"commit", string},
            {"duplicate", there},
            {"closed_gap", string},
            {"open_gap", string}}},
          {"required", {"written", "path", "title"}}};
}

ToolReply reply_of(const Repository::Learned& learned, bool dry_run) {
  const Recorded& recorded = learned.recorded;
  ToolReply out;
  out.structured = {{"written", recorded.written}, {"path", recorded.path}, {"title", recorded.title}};
  if (recorded.line_start > 0) {
    out.structured["line_start"] = recorded.line_start;
    out.structured["line_end"] = recorded.line_end;
  }
  if (!recorded.diff.empty()) out.structured["diff"] = recorded.diff;
  if (recorded.merged) out.structured["merged"] = true;
  if (!recorded.commit.empty()) out.structured["commit"] = recorded.commit;
  if (recorded.duplicate) {
    const auto& there = *recorded.duplicate;
    out.structured["duplicate"] = {
        {"title", there.title}, {"path", there.path}, {"line_start", there.line_start}, {"line_end", there.line_end}};
    out.text = fmt::format(
        "Not written: {}:{} says much the same: {}\nExtend it with merge=true, or say what is different in the "
        "title.\n",
        there.path, there.line_start, there.title);
    out.found = false;
    return out;
  }
  if (dry_run) {
    out.text = recorded.diff;
    return out;
  }
  if (!recorded.written) {
    out.text = fmt::format("Nothing to write: {} has all of it.\n", recorded.path);
    return out;
  }
  out.text = fmt::format("{} {}:{}-{}  {}\n", recorded.merged ? "Extended" : "Written:", recorded.path,
                         recorded.line_start, recorded.line_end, recorded.title);
  if (!recorded.commit.empty()) out.text += "Committed as " + recorded.commit + ".\n";
  if (!learned.gap.empty()) {
    out.structured[learned.closed ? "closed_gap" : "open_gap"] = learned.gap;
    out.text += learned.closed
                    ? fmt::format("Gap {} is closed: its question leads here now.\n", learned.gap)
                    : fmt::format(
                          "Gap {} stays open: its question does not lead here yet. Record its words as a symptom "
                          "with merge=true, or close it with gaps.\n",
                          learned.gap);
  }
  return out;
}

}  // namespace fingerpost
