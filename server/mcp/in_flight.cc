#include "server/mcp/in_flight.h"

#include <algorithm>

namespace fingerpost::mcp {

InFlight::Ticket::Ticket(InFlight& all, std::string session, const Json& id)
    : all_(all), name_(std::move(session), to_line(id)) {
  if (name_.first.empty()) return;
  const std::lock_guard lock(all_.mutex_);
  all_.at_work_.emplace(name_, taken_back_);
}

InFlight::Ticket::~Ticket() {
  const std::lock_guard lock(all_.mutex_);
  const auto same = all_.at_work_.equal_range(name_);
  const auto own = std::find_if(same.first, same.second, [&](const auto& one) { return one.second == taken_back_; });
  if (own != same.second) all_.at_work_.erase(own);
}

void InFlight::take_back(const std::string& session, const Json& id) {
  const std::lock_guard lock(mutex_);
  const auto same = at_work_.equal_range({session, to_line(id)});
  for (auto one = same.first; one != same.second; ++one) *one->second = true;
}

}  // namespace fingerpost::mcp
