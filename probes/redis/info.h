// What INFO tells (https://redis.io/commands/info/): "name:value" lines under "# Section" headings. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace fingerpost {

class RedisInfo {
 public:
  // Never fails; lines that are no field are left out.
  explicit RedisInfo(std::string_view text);

  std::string text(std::string_view field) const;  // "" for none
  std::optional<double> number(std::string_view field) const;

 private:
  std::map<std::string, std::string, std::less<>> fields_;
};

}  // namespace fingerpost
