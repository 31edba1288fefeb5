"""What the networks can say of their work in figures. So far: whether their desks answer."""
