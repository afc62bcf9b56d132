DROP TABLE network_sent;
DROP TABLE network_pieces;
DROP TABLE network_decisions;
DROP TABLE network_registers;
DROP TABLE network_requests;
DROP TABLE network_rosters;
DROP TABLE networks;
