#include "base/result.h"

namespace fingerpost {

std::string Error::text() const {
  std::string out = where.empty() ? message : where + ": " + message;
  if (!advice.empty()) out += " (" + advice + ")";
  return out;
}

}  // namespace fingerpost
