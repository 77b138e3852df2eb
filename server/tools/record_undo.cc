#include <fmt/format.h>

#include "server/learned.h"
#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {
namespace {

Result<ToolReply> run(const Json&, Repository& repository) {
  auto undone = repository.undo_record();
  if (!undone) return undone.error();
  ToolReply out;
  out.structured = {{"written", true}, {"path", undone->path}, {"title", undone->title}, {"diff", undone->diff}};
  out.text = fmt::format("Taken back: {} ({}). A commit of it stays in the history.\n", undone->title, undone->path);
  return out;
}

}  // namespace

extern const Tool record_undo_tool;
const Tool record_undo_tool = {
    "record_undo",
    "record undo",
    "Take back the last record",
    "Takes back the last record_fix or record_component, unless its lines were edited since.",
    {},
    learned_schema,
    run,
    "fingerpost record undo",
    false,
    true,
};

}  // namespace fingerpost
