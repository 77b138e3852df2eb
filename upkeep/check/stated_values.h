// What documents state of ports and versions, each statement with what the configuration has there: right or not. What
// is wrong has drifted, what is right is a copy.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "upkeep/check/evidence.h"

namespace fingerpost {

struct StatedValue {
  const CheckedDocument* document = nullptr;
  int line = 1;
  int column = 1;
  std::string stated;            // as it is written
  std::string of;                // the service, image or software
  std::vector<std::string> set;  // what the configuration has, sorted; at least one
  const Declared* place = nullptr;
  bool right = false;
  bool spoken = false;   // in words ("PostgreSQL 15") rather than as the configuration writes it
  bool address = false;  // as part of an address ("localhost:5432") rather than by itself
};

// In the order of documents and lines. Only statements in prose and tables about one service that is known, by
// documents that speak of what is.
std::vector<StatedValue> stated_ports(Evidence& evidence);
std::vector<StatedValue> stated_images(Evidence& evidence);

}  // namespace fingerpost
