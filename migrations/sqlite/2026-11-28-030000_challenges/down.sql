DROP TABLE network_challenges;
