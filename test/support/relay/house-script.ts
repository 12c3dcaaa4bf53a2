import { runHouse } from '../bench/house-process'

/* The house as a program that a test can kill. */

void runHouse()
