// What a tool that writes answers.
#pragma once

#include "server/repository.h"
#include "server/tool.h"

namespace fingerpost {

Json learned_schema();
ToolReply reply_of(const Repository::Learned& learned, bool dry_run);
RecordOptions record_options(const Json& arguments);
// The list, empty where it is not given.
std::vector<std::string> texts_at(const Json& arguments, const char* name);

}  // namespace fingerpost
