"""Makes the weights of the second safety tier again: gather the posts, train, export, calibrate, measure."""
