#include "probes/published.h"

#include <algorithm>

namespace fingerpost {

std::vector<const ComposeService*> services_publishing(const Surroundings& around, int port) {
  std::vector<const ComposeService*> out;
  for (const ComposeModel* model : around.active_composes())
    for (const ComposeService& service : model->services)
      if (std::any_of(service.ports.begin(), service.ports.end(),
                      [&](const ComposePort& one) { return one.host == port; }))
        out.push_back(&service);
  return out;
}

}  // namespace fingerpost
