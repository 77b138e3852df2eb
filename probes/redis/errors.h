// What a Redis server's errors mean. The wording is the server's own (redis/src/*.c of 4.0 to 7.2).
#pragma once

#include <string>
#include <string_view>

namespace fingerpost {

struct RedisTrouble {
  std::string_view begins;   // how the error begins
  std::string_view code;     // what it is called: WRONGPASS
  std::string_view meaning;  // in our words
  std::string_view advice;
};

// The trouble that an error is about; one with an empty `begins` for what is not known.
const RedisTrouble& redis_trouble_of(std::string_view error);

}  // namespace fingerpost
