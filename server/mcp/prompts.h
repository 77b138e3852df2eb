// The prompts: ready questions that a person picks from a menu. Their text is fixed but for the person's arguments; no
// text of a repository is in it.
#pragma once

#include <string_view>

#include "server/mcp/wire.h"

namespace fingerpost::mcp {

Json prompt_list();
// The messages of a prompt. Throws Fault for an unknown one and for arguments that are missing or no text.
Json get_prompt(const Json& parameters);
// Whether there is a prompt of this name that takes this argument.
bool prompt_takes(std::string_view prompt, std::string_view argument);

}  // namespace fingerpost::mcp
