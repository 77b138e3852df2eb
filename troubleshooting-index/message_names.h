// Names in a text: what stands in quotes, hosts, programs, files, and ports. Linear, never throws, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fingerpost {

// What stands between quotes or backticks, 2 to 80 bytes, each once; apostrophes are no quotes.
void quoted_in(std::string_view text, std::vector<std::string>& out);

// Hosts of URLs and of host:port, base names of paths, programs before ": ", and pods without their random endings.
void names_in(std::string_view text, std::vector<std::string>& out);

// Behind a colon of a host or address, or behind the word.
void ports_in(std::string_view text, std::vector<int>& out);

}  // namespace fingerpost
