// The tools as a page for people and assistants, computed from their definitions.
#pragma once

#include <string>

namespace fingerpost {

std::string tools_reference();

}  // namespace fingerpost
