// Code that stands inside of a page: the scripts of Vue, Svelte and Astro components.
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

// The text of a file with everything blank that is not code, so that lines and columns stay; a file that is nothing but
// code as it is. `path` tells which. Linear.
std::string code_of(std::string_view path, std::string_view text);

}  // namespace fingerpost
