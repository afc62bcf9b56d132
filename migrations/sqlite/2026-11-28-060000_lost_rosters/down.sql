DROP TABLE network_lost_rosters;
